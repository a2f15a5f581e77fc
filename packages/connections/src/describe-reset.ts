import { ACK, OPTION_TIMESTAMPS, type SegmentRecord } from '@fivewhys/capture';
import type { Reset, ResetEffect } from './connection.ts';
import { describeHalf } from './describe-half.ts';
import * as at from './layout.ts';
import { findProvoker } from './provoker.ts';
import { resetEffectOf } from './reset-effect.ts';
import { resetKindOf } from './reset-kind.ts';
import type { Tracked } from './tracked.ts';

/** What of a segment tells of a RST. */
export type ResetSegment = Pick<
  SegmentRecord,
  | 'frame'
  | 'instantNs'
  | 'family'
  | 'flags'
  | 'sequence'
  | 'acknowledgment'
  | 'window'
  | 'ttl'
  | 'ipId'
  | 'dontFragment'
  | 'options'
  | 'linkSource'
  | 'timestampValue'
  | 'payloadBytes'
  | 'numbersUnknown'
>;

/** What tells one RST from another, without the two ends: cheap enough for each of a flood. */
export type ResetGlance = Pick<
  Reset,
  'frame' | 'instantNs' | 'from' | 'kind' | 'deviations' | 'effect' | 'effectBecause' | 'ttl' | 'ipId' | 'payloadBytes'
>;

/** Reads what a RST is and does, while the row stands as it stood before it. @param direction who sent it */
export function glanceAtReset(tracker: Tracked, slot: number, direction: number, segment: ResetSegment): ResetGlance {
  const { words } = tracker.table;
  const bits = slot * at.rowWords + at.BITS;
  const { kind, deviations } =
    segment.numbersUnknown !== 0
      ? { kind: 'unknown' as const, deviations: [] }
      : resetKindOf({
          family: segment.family,
          flags: segment.flags,
          sequence: segment.sequence,
          acknowledgment: segment.acknowledgment,
          window: segment.window,
          ipId: segment.ipId,
          dontFragment: segment.dontFragment,
          options: segment.options,
          payloadBytes: segment.payloadBytes,
          timestampsInUse: (words[bits] & words[bits + 1] & at.HALF_TIMESTAMPS) !== 0,
        });
  const { effect, because } = effectOfReset(tracker, slot, direction, segment);
  return {
    frame: segment.frame,
    instantNs: segment.instantNs,
    from: direction === 0 ? 'originator' : 'responder',
    kind,
    deviations,
    effect,
    effectBecause: because,
    ttl: segment.ttl,
    ipId: segment.ipId,
    payloadBytes: segment.payloadBytes,
  };
}

/** Reads a RST and the two ends just before it, likewise. */
export function describeReset(
  tracker: Tracked,
  slot: number,
  direction: number,
  segment: ResetSegment,
  payload: Uint8Array,
): Reset {
  const glance = glanceAtReset(tracker, slot, direction, segment);
  const provoker = findProvoker(tracker, slot, direction, segment, glance.kind);
  return {
    ...glance,
    flags: segment.flags,
    sequence: segment.sequence >>> 0,
    acknowledgment: segment.acknowledgment >>> 0,
    window: segment.window,
    dontFragment: segment.dontFragment,
    options: segment.options,
    linkSource: segment.linkSource,
    timestampValue: (segment.options & OPTION_TIMESTAMPS) === 0 ? undefined : segment.timestampValue >>> 0,
    payload,
    provokedBy: provoker?.frame,
    provokedBecause: provoker?.because ?? '',
    before: { originator: describeHalf(tracker, slot, 0), responder: describeHalf(tracker, slot, 1) },
  };
}

/** What a RST does at its receiver, by the row as it stands before it. */
export function effectOfReset(
  tracker: Tracked,
  slot: number,
  direction: number,
  segment: ResetSegment,
): { readonly effect: ResetEffect; readonly because: string } {
  if (segment.numbersUnknown !== 0) {
    return { effect: 'unknown', because: 'the text holds its flags, and not the numbers by which its receiver judges' };
  }
  const { words, cold } = tracker.table;
  const row = slot * at.rowWords;
  const senderCold = slot * at.coldWords + direction * at.halfColdWords;
  const receiverCold = slot * at.coldWords + (1 - direction) * at.halfColdWords;
  const senderState = row + direction;
  const receiverState = row + 1 - direction;
  const receiver = row + at.HALF + (1 - direction) * at.halfWords;
  const senderBits = words[senderState + at.BITS];
  const receiverBits = words[receiverState + at.BITS];
  const bothClosed = at.HALF_FIN_ACKED & senderBits & receiverBits;
  // A SYN that got bare ACKs reached an older socket: what the originator sends there counts by that socket's numbers, which only its ACKs tell.
  const olderSocket =
    direction === 0 && cold[slot * at.coldWords + at.ODD_ACKS] > 0 && (receiverBits & at.HALF_SYN_ACK) === 0;
  const synBits = at.HALF_SYN | at.HALF_SYN_ACK;
  const scale = (senderBits & receiverBits & at.HALF_WINDOW_SCALE) !== 0 ? cold[receiverCold + at.WINDOW_SCALE] : 0;
  return resetEffectOf(
    {
      sequence: segment.sequence,
      acknowledgment: segment.acknowledgment,
      hasAck: (segment.flags & ACK) !== 0,
    },
    {
      synSent:
        (receiverBits & at.HALF_SYN) !== 0 &&
        (senderBits & (at.HALF_SYN | at.HALF_SYN_ACK)) === 0 &&
        words[receiver + at.SEGMENTS] === cold[receiverCold + at.SYNS],
      initialSequence: cold[receiverCold + at.ISN],
      gone: (receiverBits & at.HALF_GONE) !== 0 || bothClosed !== 0,
      acknowledged: (receiverBits & at.HALF_ACKED_KNOWN) !== 0 ? words[receiverState + at.ACKED] : undefined,
      senderNext: (senderBits & at.HALF_NEXT_KNOWN) !== 0 && !olderSocket ? words[senderState + at.NEXT] : undefined,
      senderFin: (senderBits & at.HALF_FIN) !== 0 ? cold[senderCold + at.FIN_SEQUENCE] : undefined,
      sacked: (receiverBits & at.HALF_SACKED) !== 0,
      windowBytes: words[receiver + at.WINDOW] * 2 ** scale,
      windowKnown: (senderBits & synBits) !== 0 && (receiverBits & synBits) !== 0,
    },
  );
}
