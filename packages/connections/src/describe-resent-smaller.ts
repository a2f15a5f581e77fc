import * as record from '@fivewhys/capture';
import type { KeptSegment, ResentSmaller, Side } from './connection.ts';
import { keptSegment } from './kept-segment.ts';
import type { TrackedWithExhibits } from './tracked-with-exhibits.ts';

/** Reads what the tracker noted of a large segment that was sent again in smaller ones, into plain data; undefined where there was none. */
export function describeResentSmaller(
  { smallerResends }: TrackedWithExhibits,
  slot: number,
): ResentSmaller | undefined {
  const noted = smallerResends.of(slot);
  if (noted?.acknowledgment === undefined) return undefined;
  const from: Side = noted.direction === 0 ? 'originator' : 'responder';
  const sequence = noted.sequence >>> 0;
  const { largeBytes, mostBytes, missingBytes, missingSinceNs, isSettled, arrivedBytes } = noted;
  const smaller = keptSegment(noted.smaller, 0);
  const before: KeptSegment[] = [];
  for (let offset = 0; offset < noted.before.length; offset += record.recordWords) {
    before.push(keptSegment(noted.before, offset));
  }
  const tries = before.filter(
    (segment) => segment.from === from && segment.sequence === sequence && segment.payloadBytes === largeBytes,
  );
  return {
    from,
    sequence,
    largeBytes,
    mostBytes,
    tries,
    hole: missingBytes === 0 ? undefined : { bytes: missingBytes, sinceNs: missingSinceNs },
    smaller,
    inVainNs: smaller.instantNs - (missingBytes === 0 ? (tries[0] ?? smaller).instantNs : missingSinceNs),
    acknowledgment: keptSegment(noted.acknowledgment, 0),
    isSettled,
    arrivedBytes,
    before,
    dataSegments: noted.dataSegments,
    payloadBytes: noted.payloadBytes,
    unacknowledgedBytes: (noted.sentEnd - noted.sequence - missingBytes) | 0,
  };
}
