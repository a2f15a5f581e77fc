import type { QueueReading, ReturnedItem } from '../queue/queue-reading.ts';

/** A reading and its moment, of a clock that only goes forward; undefined: it could not be read, which is not the same as nothing. */
export interface QueueSample {
  readonly atMs: number;
  readonly reading: QueueReading | undefined;
}

/** What is known of a queue. A field that is missing is unknown. */
export interface QueueFigures {
  readonly lag?: number;
  readonly waiting?: number;
  readonly oldestMs?: number;
  readonly active?: number;
  readonly returned?: ReturnedItem;
  readonly consumers?: number;
  readonly arrivedPerS?: number;
  readonly completedPerS?: number;
  /** Until nothing waits if both rates stay as they are; `never`: as much arrives as is completed, or more. */
  readonly timeToDrainMs?: number | 'never';
}

/** How much came and was done with in a time. */
export interface Throughput {
  readonly overMs: number;
  readonly arrived: number;
  readonly completed: number;
}

/** The newest reading, and rates over the window before it. Undefined when the newest one failed: what was known before is no answer. */
export function queueFigures(samples: readonly QueueSample[], windowMs: number): QueueFigures | undefined {
  const last = samples.at(-1)?.reading;
  if (last === undefined) return undefined;
  const { arrivedTotal: _, completedTotal: __, ...read } = last;
  const throughput = throughputOf(samples, windowMs);
  if (throughput === undefined) return read;
  const arrivedPerS = perSecond(throughput.arrived, throughput.overMs);
  const completedPerS = perSecond(throughput.completed, throughput.overMs);
  const timeToDrainMs = last.waiting === undefined ? undefined : drainMs(last.waiting, completedPerS - arrivedPerS);
  return { ...read, arrivedPerS, completedPerS, ...(timeToDrainMs === undefined ? {} : { timeToDrainMs }) };
}

/** Readings never come exactly in time, and the one at the beginning of a window belongs to it. */
const slack = 1.1;

/** The samples of the last `windowMs`. */
export function windowOf(samples: readonly QueueSample[], windowMs: number): readonly QueueSample[] {
  const endMs = samples.at(-1)?.atMs ?? 0;
  return samples.filter(({ atMs }) => atMs >= endMs - windowMs * slack);
}

/** The growth of both counters over a window; undefined where they are not told, at fewer than two readings, and when a counter began anew meanwhile. */
export function throughputOf(samples: readonly QueueSample[], windowMs: number): Throughput | undefined {
  const counted = windowOf(samples, windowMs).flatMap(({ atMs, reading }) =>
    reading?.arrivedTotal === undefined || reading.completedTotal === undefined
      ? []
      : [{ atMs, arrived: reading.arrivedTotal, completed: reading.completedTotal }],
  );
  const first = counted[0];
  const last = counted.at(-1);
  if (first === undefined || last === undefined || last.atMs <= first.atMs) return undefined;
  const isGrowing = counted.every((now, index) => {
    const before = counted[index - 1] ?? now;
    return now.arrived >= before.arrived && now.completed >= before.completed;
  });
  if (!isGrowing) return undefined;
  return {
    overMs: last.atMs - first.atMs,
    arrived: last.arrived - first.arrived,
    completed: last.completed - first.completed,
  };
}

function drainMs(waiting: number, perS: number): number | 'never' {
  if (waiting === 0) return 0;
  return perS > 0 ? Math.round((waiting / perS) * 1000) : 'never';
}

function perSecond(count: number, overMs: number): number {
  return Math.round((count / overMs) * 1e6) / 1000;
}
