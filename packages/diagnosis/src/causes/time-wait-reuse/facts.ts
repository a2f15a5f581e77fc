import { OPTION_TIMESTAMPS } from '@fivewhys/capture';
import { type Connection, distance, type KeptSegment } from '@fivewhys/connections';
import { duration } from '../../phrases.ts';

/** Linux keeps TIME_WAIT for 60 s (TCP_TIMEWAIT_LEN, include/net/tcp.h); a margin for delayed frames. */
const longestTimeWaitNs = 61e9;

export interface Facts {
  readonly syn: KeptSegment;
  readonly oddAck: KeptSegment;
  readonly synFrames: readonly number[];
  readonly oddAckFrames: readonly number[];
  readonly lastNs: number;
  /** What the connection before says; undefined when the capture does not hold it. */
  readonly before: Before | undefined;
}

export interface Before {
  readonly connection: Connection;
  readonly sinceFinNs: number;
  /** New ISN minus old rcv_nxt, signed modulo 2^32: the kernel wants it above 0. */
  readonly isnAhead: number;
  /** New ISN minus old ISN, likewise. */
  readonly isnAdvance: number | undefined;
  readonly receivedNext: number;
  readonly sentNext: number;
  readonly timestamps: 'none' | 'only-before' | 'only-now' | 'older' | 'same';
  readonly finsAcknowledged: boolean;
}

/** The facts, or why the cause does not fit. */
export function factsOf(connection: Connection): Facts | string {
  const oddAck = connection.segments.find(({ frame }) => frame === connection.oddAckFrame);
  const syn = connection.segments.find(({ from, flags }) => from === 'originator' && (flags & 0x12) === 0x02);
  if (connection.oddAcks === 0 || oddAck === undefined || syn === undefined) {
    return connection.handshake.synFrame === undefined
      ? 'the SYN is not in the capture'
      : 'no SYN was answered by a bare ACK';
  }
  const before = beforeOf(connection, syn, oddAck);
  if (typeof before === 'string') return before;
  const frames = (wanted: (segment: KeptSegment) => boolean) => connection.segments.filter(wanted);
  const syns = frames(({ from, flags }) => from === 'originator' && (flags & 0x12) === 0x02);
  const oddAcks = frames(
    ({ from, flags, acknowledgment }) =>
      from === 'responder' && (flags & 0x17) === 0x10 && acknowledgment === oddAck.acknowledgment,
  );
  return {
    syn,
    oddAck,
    synFrames: syns.map(({ frame }) => frame),
    oddAckFrames: oddAcks.map(({ frame }) => frame),
    lastNs: syns.at(-1)?.instantNs ?? syn.instantNs,
    before,
  };
}

function beforeOf(connection: Connection, syn: KeptSegment, oddAck: KeptSegment): Before | undefined | string {
  const { predecessor } = connection;
  if (predecessor === undefined) return undefined;
  const { originator, responder } = predecessor.half;
  const receivedNext = originator.nextSequence;
  const sentNext = responder.nextSequence;
  if (receivedNext === undefined || sentNext === undefined) return undefined;
  if (oddAck.acknowledgment !== receivedNext || oddAck.sequence !== sentNext) {
    return `the ACK that answered the SYN (seq ${oddAck.sequence}, ack ${oddAck.acknowledgment}) is not the last ACK of the connection before (seq ${sentNext}, ack ${receivedNext})`;
  }
  if (predecessor.closedFirstBy !== 'responder') {
    return predecessor.closedFirstBy === 'originator'
      ? 'the originator closed the connection before first, so TIME_WAIT was at its end'
      : 'the connection before was not closed: its responder had no reason for TIME_WAIT';
  }
  const finNs = responder.finInstantNs as number;
  const sinceFinNs = syn.instantNs - finNs;
  if (sinceFinNs > longestTimeWaitNs)
    return `the SYN came ${duration(sinceFinNs)} after the FIN, when TIME_WAIT (60 s) was over`;
  const timestamps = timestampRelation(predecessor, syn);
  const isnAhead = distance(syn.sequence, receivedNext);
  if (timestamps === 'newer' || (isnAhead > 0 && timestamps !== 'older'))
    return 'the SYN was acceptable to TIME_WAIT by its number or its timestamp';
  return {
    connection: predecessor,
    sinceFinNs,
    isnAhead,
    isnAdvance: originator.isn === undefined ? undefined : distance(syn.sequence, originator.isn),
    receivedNext,
    sentNext,
    timestamps,
    finsAcknowledged: originator.finAcknowledged && responder.finAcknowledged,
  };
}

function timestampRelation(predecessor: Connection, syn: KeptSegment): Before['timestamps'] | 'newer' {
  const had = predecessor.half.originator.lastTimestamp;
  const has = (syn.options & OPTION_TIMESTAMPS) !== 0;
  if (had === undefined) return has ? 'only-now' : 'none';
  if (!has) return 'only-before';
  const ahead = distance(syn.timestampValue, had);
  return ahead === 0 ? 'same' : ahead > 0 ? 'newer' : 'older';
}
