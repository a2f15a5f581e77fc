import type { Frame } from './frames.ts';

/** What several stories look for in the stream of a RST. */
export interface AroundReset {
  readonly stream: readonly Frame[];
  readonly reset: Frame;
  /** The last frame of the other end before the RST. */
  readonly answered: Frame;
  /** The last frame before the RST, no RST itself, that bears the address of its sender. */
  readonly own: Frame;
}

export function aroundFirstReset(frames: readonly Frame[], port: number): AroundReset | undefined {
  const reset = frames.find(
    ({ flags, from, to }) => flags.includes('R') && [from, to].some((end) => end.endsWith(`.${port}`)),
  );
  if (reset === undefined) return undefined;
  const stream = frames.filter((frame) => frame.stream === reset.stream);
  const before = stream.filter(({ number }) => number < reset.number);
  const answered = before.findLast(({ from }) => from !== reset.from);
  const own = before.findLast(({ from }) => from === reset.from);
  return answered === undefined || own === undefined ? undefined : { stream, reset, answered, own };
}

/** What the RST's sender said behind it all the same. */
export function answerBehind({ stream, reset }: AroundReset): Frame | undefined {
  return stream.find(({ number, from, length }) => number > reset.number && from === reset.from && length > 0);
}

export const secondsText = (seconds: number): string => `${seconds.toFixed(3)} s`;

/** The segments of a stream with the sequence number that was sent most often. */
export function sentMostOften(stream: readonly Frame[]): readonly Frame[] {
  const groups = Map.groupBy(
    stream.filter(({ length, flags }) => length > 0 || flags === 'S'),
    ({ from, seq }) => `${from} ${seq}`,
  );
  return [...groups.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
}

export const since = (tries: readonly Frame[]): string =>
  tries.map(({ seconds }) => (seconds - (tries[0]?.seconds ?? 0)).toFixed(1)).join(', ');
