import { type QueueSample, type Throughput, throughputOf, windowOf } from './queue-figures.ts';

export const queueAlarms = ['age', 'drain', 'busy-but-dead', 'consumers'] as const;
export type QueueAlarm = (typeof queueAlarms)[number];

/** What is expected of a queue. */
export interface QueueExpectations {
  readonly oldestWithinMs: number | undefined;
  readonly consumers: number | undefined;
  readonly windows: { readonly shortMs: number; readonly longMs: number };
}

/** Completions per arrival below which a queue falls behind; a little under 1, for two counts are never taken at one moment. */
const enoughRatio = 0.9;
/** A window counts when the readings in it span so much of it. */
const enoughOfWindow = 0.8;

/**
 * Which alarms hold after a reading.
 *
 * One begins when both windows show it: the longer one alone would tell of what is over, the shorter one alone of any hiccup (multi-window alerts: Google, The Site Reliability Workbook, chapter 5). It ends when
 * the shorter one shows the contrary. Where readings failed, or tell nothing of it, it stays what it was: unknown is neither good nor bad.
 */
export function alarmsAfter(
  before: ReadonlySet<QueueAlarm>,
  samples: readonly QueueSample[],
  expectations: QueueExpectations,
): ReadonlySet<QueueAlarm> {
  return new Set(queueAlarms.filter((alarm) => judge[alarm](samples, expectations) ?? before.has(alarm)));
}

type Judge = (samples: readonly QueueSample[], expectations: QueueExpectations) => boolean | undefined;

const judge: Readonly<Record<QueueAlarm, Judge>> = {
  /** The oldest waiting item is older than it may be. An age tells of the time before the first reading, too, so the longer window need not be full. */
  age(samples, { oldestWithinMs, windows }) {
    if (oldestWithinMs === undefined) return false;
    const ages = valuesOf(samples, windows.shortMs, 'oldestMs');
    if (ages === undefined || ages.length < 2) return undefined;
    if (ages.every((age) => age <= oldestWithinMs)) return false;
    const before = windowOf(samples, windows.longMs).flatMap(({ reading }) => reading?.oldestMs ?? []);
    return ages.every((age) => age > oldestWithinMs) && medianOf(before) > oldestWithinMs ? true : undefined;
  },

  /** Less is completed than arrives, and something waits. */
  drain(samples, { windows }) {
    const waiting = samples.at(-1)?.reading?.waiting;
    if (waiting === 0) return false;
    const short = ratioOf(fullThroughput(samples, windows.shortMs));
    if (waiting === undefined || short === undefined) return undefined;
    if (short >= 1) return false;
    const long = ratioOf(fullThroughput(samples, windows.longMs));
    return long !== undefined && short < enoughRatio && long < enoughRatio ? true : undefined;
  },

  /** Somebody holds items all the time, and none is completed: who holds them may be dead, or an orphan. */
  'busy-but-dead'(samples, { windows }) {
    if (samples.at(-1)?.reading?.active === 0) return false;
    const short = throughputOf(samples, windows.shortMs);
    if (short !== undefined && short.completed > 0) return false;
    const held = valuesOf(samples, windows.longMs, 'active');
    const long = fullThroughput(samples, windows.longMs);
    if (held === undefined || long === undefined) return undefined;
    return long.completed === 0 && held.every((active) => active > 0) ? true : undefined;
  },

  /** Fewer consumers than there should be. */
  consumers(samples, { consumers: expected, windows }) {
    if (expected === undefined) return false;
    const seen = valuesOf(samples, windows.shortMs, 'consumers');
    if (seen === undefined || seen.length < 2) return undefined;
    if (seen.every((count) => count >= expected)) return false;
    const before = windowOf(samples, windows.longMs).flatMap(({ reading }) => reading?.consumers ?? []);
    return seen.every((count) => count < expected) && medianOf(before) < expected ? true : undefined;
  },
};

/** A field of all readings in the window; undefined when one of them failed or doesn't tell it. */
function valuesOf(
  samples: readonly QueueSample[],
  windowMs: number,
  field: 'oldestMs' | 'active' | 'consumers',
): readonly number[] | undefined {
  const values = windowOf(samples, windowMs).map(({ reading }) => reading?.[field]);
  return values.every((value) => value !== undefined) ? values : undefined;
}

function fullThroughput(samples: readonly QueueSample[], windowMs: number): Throughput | undefined {
  const throughput = throughputOf(samples, windowMs);
  return throughput !== undefined && throughput.overMs >= enoughOfWindow * windowMs ? throughput : undefined;
}

/** Where nothing arrived, what is completed is more than enough; where nothing moved there is no ratio. */
function ratioOf(throughput: Throughput | undefined): number | undefined {
  if (throughput === undefined) return undefined;
  const { arrived, completed } = throughput;
  if (arrived === 0) return completed > 0 ? Number.POSITIVE_INFINITY : undefined;
  return completed / arrived;
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
