import type { Connection, Half, KeptSegment } from './connection.ts';
import * as at from './layout.ts';
import { distance } from './sequence.ts';

/** Bytes of the responder that did not come to the vantage and were never acknowledged, though it is known that it sent them; the originator waited for them, and closed. */
export interface LostAnswer {
  readonly lostBytes: number;
  /** The responder's first segment behind them that was kept: it bears a number that only who has sent them uses. */
  readonly beyond: KeptSegment;
  /** The last payload before the originator closed, of either end. */
  readonly previous: KeptSegment;
  /** The originator's FIN. */
  readonly finFrame: number;
  /** From the last payload to the FIN. */
  readonly waitedNs: number;
}

/** Loss that has nothing to it is made good sooner: Linux sends again after 0.2, 0.4, 0.8 s. */
const leastPatienceNs = 1e9;
/** Less may be a probe of a closed window. */
const leastBytes = 2;

/** What of the responder's did not arrive, where the originator closed without it. */
export function readLostAnswer(connection: Connection): LostAnswer | undefined {
  const { half, segments, resetFrames, closedFirstBy, acknowledgedUnseen } = connection;
  const { finFrame, finInstantNs, highestAcknowledgment } = half.originator;
  if (closedFirstBy !== 'originator' || finFrame === undefined || finInstantNs === undefined) return undefined;
  if (resetFrames.length > 0 || acknowledgedUnseen || highestAcknowledgment === undefined) return undefined;
  const lostBytes = unseenBytes(half.responder, highestAcknowledgment);
  if (lostBytes < leastBytes) return undefined;
  const previous = segments.findLast(({ payloadBytes, frame }) => payloadBytes > 0 && frame < finFrame);
  const beyond = segments.find(
    ({ from, sequence }) => from === 'responder' && distance(sequence, highestAcknowledgment) > 0,
  );
  if (previous === undefined || beyond === undefined) return undefined;
  const waitedNs = finInstantNs - previous.instantNs;
  return waitedNs < leastPatienceNs ? undefined : { lostBytes, beyond, previous, finFrame, waitedNs };
}

/** Sent by its own numbers, since an ACK bears SND.NXT (RFC 9293 section 3.10.7.4); neither seen nor acknowledged. A FIN is none of it. */
function unseenBytes({ isn, finSequence, nextSequence, payloadBytes }: Half, acknowledged: number): number {
  const sentTo = finSequence ?? nextSequence;
  if (isn === undefined || sentTo === undefined) return 0;
  const unseen = distance(sentTo, (isn + 1) >>> 0) - payloadBytes;
  return Math.max(Math.min(unseen, distance(sentTo, acknowledged)), 0);
}

/** Whether `readLostAnswer` may find something: by numbers of the row alone, so that of the many other connections none is described for it. */
export function mayBeLost(words: Int32Array, cold: Int32Array, slot: number): boolean {
  const row = slot * at.rowWords;
  const coldResponder = slot * at.coldWords + at.halfColdWords;
  return (
    cold[coldResponder + at.HOLES] > 0 &&
    (words[row + at.STATE] & at.STATE_ORIGINATOR_CLOSED_FIRST) !== 0 &&
    (words[row + at.BITS] & at.HALF_ACKED_KNOWN) !== 0 &&
    ((words[row + 1 + at.NEXT] - words[row + at.ACKED]) | 0) >= leastBytes
  );
}
