import { type Connection, distance, type KeptSegment, type Side } from '@fivewhys/connections';
import { remembered } from '@fivewhys/evidence';

/** A time in which a connection was silent, and the segments around it. */
export interface Gap {
  readonly silenceNs: number;
  readonly before: Pick<KeptSegment, 'frame'>;
  readonly after: KeptSegment;
}

/**
 * The longest silence just before `frame`: among the segments that one end sent in a row, and the last one of the other end before them. Times between a segment and its
 * retransmission are no silence: it was waiting for an answer.
 *
 * @param side who spoke last
 */
export const silenceBefore = remembered((connection: Connection, frame: number, side: Side): Gap | undefined => {
  const { segments, frames, copies, newestSilence } = connection;
  let end = segments.findIndex((segment) => segment.frame >= frame);
  if (end < 0) end = segments.length;
  let start = end;
  while (start > 0 && segments[start - 1]?.from === side) start -= 1;
  let longest: Gap | undefined;
  // Between the first four segments and the newest some may not have been kept.
  const complete = segments.length + copies >= frames;
  for (let index = Math.max(start, 1); index < end; index += 1) {
    const before = segments[index - 1] as KeptSegment;
    const after = segments[index] as KeptSegment;
    if (index === 4 && !complete) {
      if (newestSilence?.afterFrame !== after.frame) continue;
      const { silenceNs, beforeFrame } = newestSilence;
      if (silenceNs > (longest?.silenceNs ?? 0)) longest = { silenceNs, before: { frame: beforeFrame }, after };
      continue;
    }
    if (isSentAgain(segments, index)) continue;
    const silenceNs = after.instantNs - before.instantNs;
    if (silenceNs > (longest?.silenceNs ?? 0)) longest = { silenceNs, before, after };
  }
  return longest;
});

function isSentAgain(segments: readonly KeptSegment[], index: number): boolean {
  const { from, sequence, payloadBytes } = segments[index] as KeptSegment;
  return (
    payloadBytes > 0 &&
    segments.some(
      (earlier, at) =>
        at < index &&
        earlier.from === from &&
        earlier.payloadBytes > 0 &&
        distance((earlier.sequence + earlier.payloadBytes) >>> 0, sequence) > 0,
    )
  );
}
