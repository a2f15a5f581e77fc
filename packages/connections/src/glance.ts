import { mayBeDiscarded } from './conversation/discarded-request.ts';
import { unansweredHello } from './conversation/unanswered-hello.ts';
import { mayBeUnanswered } from './conversation/unanswered-request.ts';
import * as at from './layout.ts';
import { mayBeLost } from './lost-answer.ts';
import { leastTries } from './silence.ts';
import { lastInstantOf } from './slot-frames.ts';
import type { TrackedWithExhibits } from './tracked-with-exhibits.ts';

/** A few facts about a connection that are cheap to read, for sums over all connections. */
export interface ConnectionGlance {
  readonly stream: number;
  readonly firstInstantNs: number;
  readonly lastInstantNs: number;
  /** It has a RST, an ICMP error, a SYN that got an odd answer, something that was said again and again in vain, or large and then in smaller pieces, payload that says that something failed, a request that may be unanswered or have come behind the responder's FIN, or an answer that may not have arrived. */
  readonly looksWrong: boolean;
  readonly hasReset: boolean;
  /** No SYN and no SYN-ACK was seen. */
  readonly midstream: boolean;
  /** A SYN-ACK was seen, and neither a SYN nor payload. */
  readonly unasked: boolean;
  /** Only one end was heard, although it said more than a SYN or a RST. */
  readonly oneSided: boolean;
  readonly copies: number;
  /** Segments of either end that were sent again. */
  readonly retransmissions: number;
  /** Its whole handshake was seen. */
  readonly handshakeSeen: boolean;
  /** Where the handshake's times place the vantage: near the end that answers at once. */
  readonly nearer: 'originator' | 'responder' | undefined;
}

/** How much longer one part of the handshake must take than the other to say that the vantage is at an end, and how long at the least. */
const nearRatio = 5;
const shortestPathNs = 0.2e6;

export function glanceAt(tracker: TrackedWithExhibits, slot: number): ConnectionGlance {
  const { words, cold, coldTimes } = tracker.table;
  const row = slot * at.rowWords;
  const coldRow = slot * at.coldWords;
  const coldTime = slot * at.coldTimes;
  const originator = row + at.HALF;
  const responder = originator + at.halfWords;
  const synBits = (words[row + at.BITS] | words[row + 1 + at.BITS]) & (at.HALF_SYN | at.HALF_SYN_ACK);
  const originatorSegments = words[originator + at.SEGMENTS];
  const responderSegments = words[responder + at.SEGMENTS];
  const toSynAck = coldTimes[coldTime + at.SYN_ACK_INSTANT] - coldTimes[coldTime + at.SYN_INSTANT];
  const toAck = coldTimes[coldTime + at.HANDSHAKE_ACK_INSTANT] - coldTimes[coldTime + at.SYN_ACK_INSTANT];
  return {
    stream: cold[coldRow + at.STREAM],
    firstInstantNs: coldTimes[coldTime + at.FIRST_INSTANT],
    lastInstantNs: lastInstantOf(tracker.table, slot),
    looksWrong:
      (words[row + at.STATE] & (at.STATE_EXHIBIT | at.STATE_SAYS_FAILURE | at.STATE_RESENT_SMALLER)) !== 0 ||
      cold[coldRow + at.ODD_ACKS] > 0 ||
      mayBeSilent(words, cold, row, coldRow) ||
      unansweredHello(tracker, slot) !== undefined ||
      mayBeUnanswered(tracker, slot) ||
      mayBeDiscarded(tracker, slot) ||
      mayBeLost(words, cold, slot),
    hasReset: cold[coldRow + at.RESET_FRAMES] > 0,
    midstream: synBits === 0,
    unasked:
      synBits === at.HALF_SYN_ACK && words[originator + at.DATA_SEGMENTS] + words[responder + at.DATA_SEGMENTS] === 0,
    oneSided:
      (originatorSegments === 0 && responderSegments > 1 && cold[coldRow + at.RESETS] === 0) ||
      (responderSegments === 0 &&
        originatorSegments > cold[coldRow + at.SYNS] &&
        cold[coldRow + at.halfColdWords + at.RESETS] === 0),
    copies: cold[coldRow + at.COPIES],
    retransmissions: cold[coldRow + at.RETRANSMISSIONS] + cold[coldRow + at.halfColdWords + at.RETRANSMISSIONS],
    handshakeSeen: toSynAck >= 0 && toAck >= 0,
    nearer: nearerEnd(toSynAck, toAck),
  };
}

function nearerEnd(toSynAckNs: number, toAckNs: number): ConnectionGlance['nearer'] {
  if (toSynAckNs >= shortestPathNs && toSynAckNs > toAckNs * nearRatio) return 'originator';
  return toAckNs >= shortestPathNs && toAckNs > toSynAckNs * nearRatio ? 'responder' : undefined;
}

/** Whether `readSilence` may find something: by numbers of the row alone, so that of the many other connections none is described for it. */
function mayBeSilent(words: Int32Array, cold: Int32Array, row: number, coldRow: number): boolean {
  const syns = cold[coldRow + at.SYNS];
  const synAcks = cold[coldRow + at.halfColdWords + at.SYNS];
  if (syns >= leastTries && words[row + at.HALF + at.halfWords + at.SEGMENTS] === 0) return true;
  if (synAcks >= 2 && (words[row + 1 + at.BITS] & at.HALF_SYN_ACK) !== 0) return true;
  return isUnacknowledged(words, cold, row, coldRow, 0) || isUnacknowledged(words, cold, row, coldRow, 1);
}

function isUnacknowledged(words: Int32Array, cold: Int32Array, row: number, coldRow: number, side: number): boolean {
  return (
    cold[coldRow + side * at.halfColdWords + at.RETRANSMISSIONS] >= leastTries - 1 &&
    (words[row + side + at.BITS] & at.HALF_NEXT_KNOWN) !== 0 &&
    (words[row + 1 - side + at.BITS] & at.HALF_ACKED_KNOWN) !== 0 &&
    ((words[row + side + at.NEXT] - words[row + 1 - side + at.ACKED]) | 0) > 0
  );
}
