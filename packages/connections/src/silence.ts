import { ACK, RST, SYN } from '@fivewhys/capture';
import { remembered } from '@fivewhys/evidence';
import type { Connection, KeptSegment, Side } from './connection.ts';
import { distance } from './sequence.ts';

/** Something that an end said again and again without getting the answer that it waits for. A capture that simply ends makes none: each needs several tries. */
export type Silence = UnansweredSyn | UnheardSynAck | RepeatedSynAck | UnacknowledgedData;

/** A SYN was repeated and nothing came back. */
export interface UnansweredSyn {
  readonly kind: 'unanswered-syn';
  readonly tries: readonly KeptSegment[];
}

/** SYN and SYN-ACK were both repeated: the SYN-ACK does not reach the originator. A flood of SYNs from made-up addresses does not repeat its SYNs. */
export interface UnheardSynAck {
  readonly kind: 'unheard-syn-ack';
  readonly tries: readonly KeptSegment[];
}

/** The SYN-ACK was repeated although the originator had acknowledged it and sent data. */
export interface RepeatedSynAck {
  readonly kind: 'repeated-syn-ack';
  readonly synAcks: readonly KeptSegment[];
  /** What the originator sent between them: ACKs and data. */
  readonly between: readonly KeptSegment[];
}

/** Data was sent again at growing intervals and not acknowledged. */
export interface UnacknowledgedData {
  readonly kind: 'unacknowledged-data';
  readonly from: Side;
  /** The segments that held the first unacknowledged byte, in order. */
  readonly tries: readonly KeptSegment[];
  /** What the other end sent after the first try: nothing, if it fell silent. */
  readonly heardSince: readonly KeptSegment[];
}

/** Tries from which on silence is no accident, and the time that they must span: Linux sends data again after 0.2, 0.4, 0.8 s, a SYN after 1 s. */
export const leastTries = 3;
const leastDataSpanNs = 1e9;
/** Linux repeats a SYN-ACK after 1 s. */
const leastSynAckWaitNs = 0.9e9;
/** A retransmission timer doubles; timers' granularity makes it a little less. */
export const growth = 1.4;

/** What of a connection stayed without an answer, if anything. */
export const readSilence = remembered((connection: Connection): Silence | undefined => {
  return (
    readUnansweredSyn(connection) ??
    readRepeatedSynAck(connection) ??
    readUnacknowledged(connection, 'originator') ??
    readUnacknowledged(connection, 'responder')
  );
});

function readUnansweredSyn({ half, segments, handshake }: Connection): UnansweredSyn | UnheardSynAck | undefined {
  const { originator, responder } = half;
  if (handshake.synFrame === undefined || originator.segments !== originator.syns) return undefined;
  const syns = segments.filter(({ from, flags }) => from === 'originator' && (flags & (SYN | ACK)) === SYN);
  if (responder.segments === 0) {
    return originator.syns >= leastTries && syns.length >= leastTries && half.responder.resets === 0
      ? { kind: 'unanswered-syn', tries: syns }
      : undefined;
  }
  if (originator.syns < 2 || responder.syns < leastTries || responder.segments !== responder.syns) return undefined;
  return { kind: 'unheard-syn-ack', tries: segments.filter(({ flags }) => (flags & SYN) !== 0) };
}

function readRepeatedSynAck({ half, segments, handshake }: Connection): RepeatedSynAck | undefined {
  if (half.responder.syns < 2 || handshake.synAckFrame === undefined || handshake.ackFrame === undefined)
    return undefined;
  const synAcks = segments.filter(({ from, flags }) => from === 'responder' && (flags & SYN) !== 0);
  const [last] = synAcks.slice(-1);
  if (last === undefined) return undefined;
  const { ackFrame } = handshake;
  const between = segments.filter(
    ({ frame, from, flags }) =>
      from === 'originator' && (flags & (SYN | RST)) === 0 && frame >= ackFrame && frame < last.frame,
  );
  // Without data a listener that defers its accept (TCP_DEFER_ACCEPT) repeats the SYN-ACK, too.
  const data = between.filter(({ payloadBytes }) => payloadBytes > 0);
  const [first] = data;
  if (first === undefined) return undefined;
  // Once may be loss: an ACK and the data behind it. Not if the data is sent again behind the SYN-ACK, and still in vain.
  const acknowledged = half.responder.highestAcknowledgment ?? first.sequence;
  const again = segments.some(
    ({ frame, from, sequence, payloadBytes }) =>
      from === 'originator' && payloadBytes > 0 && frame > last.frame && sequence === first.sequence,
  );
  const inVain =
    again && distance(acknowledged, first.sequence) <= 0 && last.instantNs - first.instantNs >= leastSynAckWaitNs;
  return data.length >= 2 || inVain ? { kind: 'repeated-syn-ack', synAcks, between } : undefined;
}

function readUnacknowledged(connection: Connection, from: Side): UnacknowledgedData | undefined {
  const other: Side = from === 'originator' ? 'responder' : 'originator';
  const { nextSequence } = connection.half[from];
  const { highestAcknowledgment, window } = connection.half[other];
  if (nextSequence === undefined || highestAcknowledgment === undefined || window === 0) return undefined;
  if (distance(nextSequence, highestAcknowledgment) <= 0) return undefined;
  const tries = connection.segments.filter(
    ({ from: sender, sequence, payloadBytes, flags }) =>
      sender === from &&
      payloadBytes > 0 &&
      (flags & RST) === 0 &&
      distance(sequence, highestAcknowledgment) <= 0 &&
      distance((sequence + payloadBytes) >>> 0, highestAcknowledgment) > 0,
  );
  const [first] = tries;
  const last = tries.at(-1);
  if (first === undefined || last === undefined || tries.length < leastTries) return undefined;
  if (last.instantNs - first.instantNs < leastDataSpanNs) return undefined;
  const before = tries.at(-2) as KeptSegment;
  const beforeThat = tries.at(-3) as KeptSegment;
  if (last.instantNs - before.instantNs < growth * (before.instantNs - beforeThat.instantNs)) return undefined;
  const heardSince = connection.segments.filter(
    ({ frame, from: sender, flags }) => sender === other && frame > first.frame && (flags & RST) === 0,
  );
  return { kind: 'unacknowledged-data', from, tries, heardSince };
}
