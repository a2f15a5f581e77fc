import type { HeaderLines } from './header-lines.ts';
import { costHeaders } from './usage-headers.ts';

const mostKept = 4096;

/**
 * What is said of a request that is not measured, but for what remains: it follows from what was expected of it, in whole microseconds. So each text is made once; that of a response is then one
 * number and this.
 */
export class ExpectedHeaders {
  readonly #unitsOf: (expectedUs: number) => number;
  readonly #lines: (HeaderLines | undefined)[] = [];

  constructor(unitsOf: (expectedUs: number) => number) {
    this.#unitsOf = unitsOf;
  }

  /** @param expectedUs whole, 0 or more */
  of(expectedUs: number): HeaderLines {
    const known = expectedUs < mostKept ? this.#lines[expectedUs] : undefined;
    return known ?? this.#make(expectedUs);
  }

  #make(expectedUs: number): HeaderLines {
    // Joined, not added: so it is one string, and no tree of parts that is put together for each response.
    const lines = [costHeaders(this.#unitsOf(expectedUs), expectedUs, 0, false, false)].join('');
    if (expectedUs < mostKept) this.#lines[expectedUs] = lines;
    return lines;
  }
}
