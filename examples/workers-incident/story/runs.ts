import { existsSync, readFileSync } from 'node:fs';

interface Note {
  readonly what: 'begun' | 'done';
  readonly number: number;
  readonly pid: number;
  readonly atMs: number;
}

/** How often webhooks were delivered. */
export interface Runs {
  /** Deliveries that were begun and not finished, for their process was ended: the queue hands such a job out again. */
  readonly brokenOff: number;
  /** Webhooks that were delivered more than once. */
  readonly twice: number;
  /** Webhooks that two processes were at work on at the same time. */
  readonly atOnce: number;
  readonly delivered: ReadonlySet<number>;
  /** How often each was begun. */
  readonly begun: ReadonlyMap<number, number>;
}

/** Reads what those who deliver wrote down. */
export function runsIn(path: string): Runs {
  const notes = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').filter(Boolean) : [];
  const byNumber = Map.groupBy(
    notes.map((line) => JSON.parse(line) as Note),
    ({ number }) => number,
  );
  let brokenOff = 0;
  let twice = 0;
  let atOnce = 0;
  const delivered = new Set<number>();
  const begun = new Map<number, number>();
  for (const [number, own] of byNumber) {
    const done = own.filter(({ what }) => what === 'done');
    if (done.length > 0) delivered.add(number);
    if (done.length > 1) twice += 1;
    const spans = own
      .filter(({ what }) => what === 'begun')
      .map(({ pid, atMs }) => ({ atMs, endMs: done.find((one) => one.pid === pid && one.atMs >= atMs)?.atMs }));
    begun.set(number, spans.length);
    brokenOff += spans.filter(({ endMs }) => endMs === undefined).length;
    if (
      spans.some(({ atMs, endMs = atMs }, index) =>
        spans.some((other, at) => at !== index && other.atMs > atMs && other.atMs < endMs),
      )
    ) {
      atOnce += 1;
    }
  }
  return { brokenOff, twice, atOnce, delivered, begun };
}
