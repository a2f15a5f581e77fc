import { fixed3Line } from './decimals.ts';
import type { HeaderLines } from './header-lines.ts';
import { linesOfCost } from './usage-headers.ts';

const mostKept = 4096;

/**
 * What is said of a request that is not measured, but for what remains: it follows from what was expected of it, in whole microseconds. So each text is made once; that of a response is then one
 * number and this.
 */
export class ExpectedHeaders {
  readonly #unitsOf: (expectedUs: number) => number;
  readonly #lines: (string | undefined)[] = [];

  constructor(unitsOf: (expectedUs: number) => number) {
    this.#unitsOf = unitsOf;
  }

  /** @param expectedUs whole, 0 or more */
  of(expectedUs: number, remaining: number): HeaderLines {
    const known = expectedUs < mostKept ? this.#lines[expectedUs] : undefined;
    return (known ?? this.#make(expectedUs)) + fixed3Line(remaining);
  }

  #make(expectedUs: number): string {
    // Through bytes: so it is one string, and no tree of its parts that V8 would put together for each response. To join an array of one does nothing.
    const lines = Buffer.from(linesOfCost(this.#unitsOf(expectedUs), expectedUs, 0, false, false)).toString('latin1');
    if (expectedUs < mostKept) this.#lines[expectedUs] = lines;
    return lines;
  }
}
