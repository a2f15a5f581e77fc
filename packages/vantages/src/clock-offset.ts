/** A packet that was seen in both captures, with the instant in each, in nanoseconds since that capture's base. */
export interface Crossing {
  readonly hereNs: number;
  readonly thereNs: number;
  /** It passed here before it passed there. */
  readonly outward: boolean;
}

/** How a capture's clock stands to another's. */
export interface ClockOffset {
  /** What has to be added to an instant here to get the one there, at `atNs` here. */
  readonly offsetNs: number;
  readonly atNs: number;
  /** It lies within so much of it, for no packet arrives before it was sent; infinite where packets of one direction only were seen in both. */
  readonly uncertaintyNs: number;
  /** Nanoseconds that the clock there gains in a second of the one here (1000 is 1 ppm); undefined where it was not watched for long enough. */
  readonly driftNsPerSecond: number | undefined;
  /** Two standard errors of it. */
  readonly driftUncertaintyNsPerSecond: number | undefined;
  /** Packets that it rests on, in each direction. */
  readonly outward: number;
  readonly homeward: number;
  /** No one offset and drift fits all packets: a clock was set meanwhile. What is above fits most. */
  readonly stepped: boolean;
}

/** Over less time than this a drift can't be told from delays. */
const leastWatchedNs = 5e9;
const windows = 16;
const leastWindows = 4;

/**
 * Estimates how two captures' clocks differ, from packets that are in both. A packet that passed here first can't have been seen there earlier: its times bound the offset
 * from above, those of packets the other way from below. The truth lies between, and in the middle where both ways take as long.
 *
 * @returns undefined without a packet that is in both
 */
export function clockOffset(crossings: readonly Crossing[]): ClockOffset | undefined {
  const [first] = crossings;
  if (first === undefined) return undefined;
  const atNs = crossings.reduce((least, { hereNs }) => Math.min(least, hereNs), Number.POSITIVE_INFINITY);
  const drift = driftOf(crossings, atNs);
  const slope = drift?.slope ?? 0;
  const { upper, lower, outward, homeward } = boundsOf(crossings, atNs, slope);
  const bothKnown = Number.isFinite(upper) && Number.isFinite(lower);
  return {
    offsetNs: bothKnown ? (upper + lower) / 2 : Number.isFinite(upper) ? upper : lower,
    atNs,
    uncertaintyNs: bothKnown ? Math.abs(upper - lower) / 2 : Number.POSITIVE_INFINITY,
    driftNsPerSecond: drift === undefined ? undefined : slope * 1e9,
    driftUncertaintyNsPerSecond: drift === undefined ? undefined : drift.error * 2e9,
    outward,
    homeward,
    stepped: bothKnown && lower - upper > steppedNs,
  };
}

/** Two bounds may contradict one another by so much, for a driver stamps packets in bursts. */
const steppedNs = 1e6;

/** What an instant here is there, as far as it is known. */
export function instantThere({ offsetNs, atNs, driftNsPerSecond = 0 }: ClockOffset, hereNs: number): number {
  return hereNs + offsetNs + ((hereNs - atNs) * driftNsPerSecond) / 1e9;
}

/** How far off that may be at an instant. */
export function uncertaintyAt(clock: ClockOffset, hereNs: number): number {
  const { uncertaintyNs, driftUncertaintyNsPerSecond = unmeasuredDriftNsPerSecond, atNs } = clock;
  return uncertaintyNs + (Math.abs(hereNs - atNs) * driftUncertaintyNsPerSecond) / 1e9;
}

/** Two clocks whose drift was not measured: crystals are within 100 ppm each. */
const unmeasuredDriftNsPerSecond = 200e3;

function boundsOf(crossings: readonly Crossing[], atNs: number, slope: number) {
  const bounds = { upper: Number.POSITIVE_INFINITY, lower: Number.NEGATIVE_INFINITY, outward: 0, homeward: 0 };
  for (const { hereNs, thereNs, outward } of crossings) {
    const difference = thereNs - hereNs - (hereNs - atNs) * slope;
    if (outward) {
      bounds.outward += 1;
      bounds.upper = Math.min(bounds.upper, difference);
    } else {
      bounds.homeward += 1;
      bounds.lower = Math.max(bounds.lower, difference);
    }
  }
  return bounds;
}

/** A line through the offsets of windows of time: in each the packets with the least delay of both directions, so that queues don't bend it. */
function driftOf(
  crossings: readonly Crossing[],
  fromNs: number,
): { readonly slope: number; readonly error: number } | undefined {
  const toNs = crossings.reduce((most, { hereNs }) => Math.max(most, hereNs), Number.NEGATIVE_INFINITY);
  if (toNs - fromNs < leastWatchedNs) return undefined;
  const widthNs = (toNs - fromNs) / windows;
  const points = Array.from({ length: windows }, (_, window) => {
    const own = crossings.filter(
      ({ hereNs }) => Math.min(windows - 1, Math.floor((hereNs - fromNs) / widthNs)) === window,
    );
    const least = (outward: boolean) => {
      const differences = own
        .filter((crossing) => crossing.outward === outward)
        .map(({ hereNs, thereNs }) => ({ at: hereNs - fromNs, difference: thereNs - hereNs }))
        .sort((a, b) => (outward ? a.difference - b.difference : b.difference - a.difference));
      return differences[0];
    };
    const there = least(true);
    const back = least(false);
    return there === undefined || back === undefined
      ? undefined
      : { x: (there.at + back.at) / 2, y: (there.difference + back.difference) / 2 };
  }).filter((point) => point !== undefined);
  return points.length < leastWindows ? undefined : line(points);
}

/** Least squares, with the standard error of the slope. */
function line(points: readonly { readonly x: number; readonly y: number }[]): { slope: number; error: number } {
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const meanX = mean(({ x }) => x);
  const meanY = mean(({ y }) => y);
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const rest = points.reduce((sum, { x, y }) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(rest / Math.max(1, points.length - 2) / spread) };
}
