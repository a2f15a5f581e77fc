import { type ClockOffset, type Crossing, clockOffset } from './clock-offset.ts';

/** Crossings kept of two captures; more don't make the estimate better. */
const mostCrossings = 50_000;

interface Pair {
  readonly crossings: Crossing[];
  offset: ClockOffset | undefined;
}

/** The clocks of all captures against one another, as packets that are in two of them tell. */
export class Clocks {
  readonly #pairs = new Map<string, Pair>();

  /** A packet that was seen in two captures. @param passedHereFirst it went from the place of `here` to that of `there` */
  add(here: number, hereNs: number, there: number, thereNs: number, passedHereFirst: boolean): void {
    if (here === there || Number.isNaN(hereNs) || Number.isNaN(thereNs)) return;
    if (here > there) {
      this.add(there, thereNs, here, hereNs, !passedHereFirst);
      return;
    }
    const key = `${here} ${there}`;
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      pair = { crossings: [], offset: undefined };
      this.#pairs.set(key, pair);
    }
    pair.offset = undefined;
    if (pair.crossings.length < mostCrossings) pair.crossings.push({ hereNs, thereNs, outward: passedHereFirst });
  }

  /** From one capture's clock to another's; undefined where no packet is in both. */
  between(here: number, there: number): ClockOffset | undefined {
    if (here > there) {
      const turned = this.between(there, here);
      return turned === undefined ? undefined : turnedOffset(turned);
    }
    const pair = this.#pairs.get(`${here} ${there}`);
    if (pair === undefined) return undefined;
    pair.offset ??= clockOffset(pair.crossings);
    return pair.offset;
  }

  /** Pairs of captures, the lower index first. */
  pairs(): [number, number][] {
    return [...this.#pairs.keys()].map((key) => key.split(' ').map(Number) as [number, number]);
  }
}

function turnedOffset(offset: ClockOffset): ClockOffset {
  const { offsetNs, atNs, driftNsPerSecond, outward, homeward } = offset;
  return {
    ...offset,
    offsetNs: -offsetNs,
    atNs: atNs + offsetNs,
    // 1 / (1 + d) - 1, which is -d for clocks that are clocks
    driftNsPerSecond: driftNsPerSecond === undefined ? undefined : -driftNsPerSecond / (1 + driftNsPerSecond / 1e9),
    outward: homeward,
    homeward: outward,
  };
}
