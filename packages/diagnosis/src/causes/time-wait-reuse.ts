import { OPTION_TIMESTAMPS } from '@fivewhys/capture';
import { type Connection, distance, type KeptSegment } from '@fivewhys/connections';
import type { Cause, LookAlike, NextStep, Why } from '@fivewhys/evidence';
import { timeWaitReuse as entry } from '../catalogue/time-wait-reuse.ts';
import { weighTimeWaitReuseInFlags } from '../flags-alone/time-wait-reuse.ts';
import { count, duration, endpointText, framesText, plural } from '../phrases.ts';
import type { ConnectionSubject } from '../subject.ts';

/** Linux keeps TIME_WAIT for 60 s (TCP_TIMEWAIT_LEN, include/net/tcp.h); a margin for delayed frames. */
const longestTimeWaitNs = 61e9;

/**
 * A SYN runs into a TIME_WAIT socket.
 *
 * Seen: a 4-tuple that the responder closed first; a new SYN on it soon after; the answer is no SYN-ACK but a bare ACK with the numbers of the connection
 * before. The SYN is repeated and gets the same ACK, until the originator gives up, or resets TIME_WAIT away (a Linux originator: a RST with the
 * ACK's own ack as its number) and tries again.
 *
 * Implies: the end that closes first keeps TIME_WAIT (RFC 9293 section 3.6). Linux takes a SYN there only if its sequence number is after the old rcv_nxt, or
 * if both connections have timestamps and the SYN's is newer; never if its timestamp is older (tcp_timewait_state_process, net/ipv4/tcp_minisocks.c; RFC 6191). Otherwise it
 * repeats the last ACK, at most twice a second.
 *
 * Alike: `half-open` (a SYN on an ESTABLISHED connection gets a challenge ACK): no FINs before, and the ACK's IP ID is not 0, where TIME_WAIT's is.
 *
 * Settles it: the connection before in the same capture; else the IP ID of the ACK; else `ss -tan state time-wait` on the responder. A counter moves only
 * for an older timestamp (PAWSTimewait, from Linux 6.16 on), or for SYNs repeated within half a second (TCPACKSkippedTimeWait).
 *
 * Shown by: captures/time-wait-reuse.pcap, captures/time-wait-reuse-balancer.pcap; captures/time-wait-reuse-accepted.pcap is the control.
 */
export const timeWaitReuse: Cause<ConnectionSubject> = {
  id: 'time-wait-reuse',
  title: 'a SYN ran into a TIME_WAIT socket',
  weigh(subject) {
    const { connection, input } = subject;
    if (!connection.numbersKnown) return weighTimeWaitReuseInFlags(subject);
    const facts = factsOf(connection);
    if (typeof facts === 'string') return { kind: 'excluded', because: facts };
    const { before } = facts;
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: symptomOf(connection, facts),
      sentBy: connection.resetFrames.length > 0 ? 'originator' : 'responder',
      whys: whysOf(connection, facts, input),
      lookAlikes: [halfOpen(facts)],
      notes: notesOf(connection, facts),
      next: before === undefined ? [nextStep(connection)] : [],
      remedies: entry.remedies,
      group:
        connection.handshake.synAckFrame === undefined
          ? 'Connection attempts never got a SYN-ACK'
          : 'Connection attempts were delayed: their first SYN got a stray ACK instead of a SYN-ACK',
      measures:
        before === undefined
          ? []
          : [
              { name: "seconds from the responder's FIN to the new SYN", value: before.sinceFinNs / 1e9 },
              { name: 'distance of the new ISN from the old rcv_nxt', value: before.isnAhead },
            ],
    };
  },
};

interface Facts {
  readonly syn: KeptSegment;
  readonly oddAck: KeptSegment;
  readonly synFrames: readonly number[];
  readonly oddAckFrames: readonly number[];
  readonly lastNs: number;
  /** What the connection before says; undefined when the capture does not hold it. */
  readonly before: Before | undefined;
}

interface Before {
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
function factsOf(connection: Connection): Facts | string {
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

function symptomOf(connection: Connection, { syn, lastNs }: Facts): string {
  const target = endpointText(connection.responder);
  if (connection.handshake.synAckFrame !== undefined) {
    return `A connection attempt to ${target} was delayed: its first SYN got a stray ACK instead of a SYN-ACK`;
  }
  const how = connection.resetFrames.length > 0 ? 'and was given up with a RST' : 'and came to nothing';
  const tries = `${plural(connection.half.originator.syns, 'SYN')} in ${duration(lastNs - syn.instantNs)}`;
  return `A connection attempt to ${target} (${tries}) never got a SYN-ACK, ${how}`;
}

function whysOf(connection: Connection, facts: Facts, input: number): Why[] {
  const { syn, oddAck, synFrames, oddAckFrames, before } = facts;
  const gaveUp = connection.resets.find(({ from }) => from === 'originator');
  const accepted = connection.handshake.synAckFrame;
  const whys: Why[] = [
    {
      claim:
        accepted !== undefined
          ? 'The attempt was held up: a SYN was answered by a bare ACK, and only a later one by a SYN-ACK'
          : `The attempt failed: ${synFrames.length > oddAckFrames.length ? 'a' : 'every'} SYN was answered by a bare ACK, none by a SYN-ACK`,
      evidence: [
        { input, frames: synFrames, detail: `SYN seq ${syn.sequence}, ${plural(synFrames.length, 'time')}` },
        {
          input,
          frames: oddAckFrames,
          detail: `ACK seq ${oddAck.sequence} ack ${oddAck.acknowledgment}; a SYN-ACK would have ack ${(syn.sequence + 1) >>> 0}`,
        },
        ...(gaveUp === undefined ? [] : [{ input, frames: [gaveUp.frame], detail: endOfAttempt(gaveUp, syn, oddAck) }]),
        ...(accepted === undefined ? [] : [{ input, frames: [accepted], detail: 'the SYN-ACK that came at last' }]),
      ],
    },
  ];
  if (before === undefined) {
    whys.push({
      claim:
        'The ACK belongs to an older connection of the same 4-tuple that the responder still remembers; it is not in the capture',
      evidence: [{ input, frames: [oddAck.frame], detail: ipIdDetail(oddAck) }],
    });
    return whys;
  }
  const { connection: old } = before;
  const oldFins = [old.half.responder.finFrame, old.half.originator.finFrame].filter((frame) => frame !== undefined);
  whys.push(
    {
      claim: `The ACK is the last word of the connection before on the same addresses and ports (stream ${old.stream}): the responder still held that one in TIME_WAIT`,
      evidence: [
        {
          input,
          frames: [oddAck.frame],
          detail: `seq ${oddAck.sequence} = its snd_nxt, ack ${oddAck.acknowledgment} = its rcv_nxt; ${ipIdDetail(oddAck)}`,
        },
        {
          input,
          frames: oldFins,
          detail: `the responder closed first (FIN seq ${old.half.responder.finSequence}), so TIME_WAIT is its part; the new SYN came ${duration(before.sinceFinNs)} after that FIN, within the 60 s`,
        },
      ],
    },
    {
      claim:
        before.timestamps === 'older'
          ? 'TIME_WAIT could not take the SYN for a new connection: Linux takes none with an older timestamp, whatever its sequence number'
          : 'TIME_WAIT could not take the SYN for a new connection: Linux wants a sequence number after the old rcv_nxt, or a newer timestamp',
      evidence: [
        {
          input,
          frames: [syn.frame],
          detail: `ISN ${syn.sequence} is ${before.isnAhead > 0 ? `${count(before.isnAhead)} above` : `${count(-before.isnAhead)} below`} the old rcv_nxt ${before.receivedNext} (modulo 2^32)`,
        },
        { input, frames: [...synOfBefore(old), syn.frame], detail: timestampDetail(before, syn) },
      ],
    },
    rootOf(connection, before, syn, input),
  );
  return whys;
}

function rootOf(connection: Connection, before: Before, syn: KeptSegment, input: number): Why {
  const { isnAdvance, connection: old } = before;
  const elapsedNs = syn.instantNs - old.firstInstantNs;
  const reuse = `${endpointText(connection.originator)} was used again after ${duration(elapsedNs)}`;
  const frames = [...synOfBefore(old), syn.frame];
  if (before.isnAhead > 0) {
    return {
      claim: `The originator came round to the same port within TIME_WAIT, with timestamps from another clock: of another host behind ${connection.originator.ip}, or of a host that was started anew`,
      evidence: [
        {
          input,
          frames,
          detail: `${reuse}; timestamps of one host and one pair of addresses only go forward (RFC 7323)`,
        },
      ],
    };
  }
  if (isnAdvance !== undefined && isnAdvance < 0) {
    return {
      claim: `The originator came round to the same port within TIME_WAIT, with an initial sequence number from another source: random, or of another host behind ${connection.originator.ip}`,
      evidence: [
        {
          input,
          frames,
          detail: `${reuse}; its ISN went back by ${count(-isnAdvance)}, where RFC 6528's clock (a tick each 4 µs) only goes forward: here by about ${count(elapsedNs / 4000)}`,
        },
      ],
    };
  }
  return {
    claim:
      'The originator came round to the same port within TIME_WAIT, and had sent more data than its initial sequence numbers advanced',
    evidence: [
      {
        input,
        frames,
        detail: `${reuse}; ${count(old.half.originator.payloadBytes)} bytes had been sent${isnAdvance === undefined ? '' : `, the ISN advanced by ${count(isnAdvance)}`}`,
      },
    ],
  };
}

function synOfBefore(old: Connection): number[] {
  return old.handshake.synFrame === undefined ? [] : [old.handshake.synFrame];
}

function endOfAttempt(reset: Connection['resets'][number], syn: KeptSegment, oddAck: KeptSegment): string {
  if (reset.sequence === oddAck.acknowledgment) {
    return `the originator's RST answers that ACK (seq ${reset.sequence} = its ack): it knew no such connection`;
  }
  const belongs =
    reset.sequence === (syn.sequence + 1) >>> 0 ? ' = ISN + 1: it belongs to the new attempt, which is given up' : '';
  const strange = (reset.flags & 0x10) !== 0 && reset.acknowledgment !== oddAck.sequence;
  const ack = strange ? `; its ack ${reset.acknowledgment} fits nothing that the responder sent` : '';
  return `the originator's RST, ${duration(reset.instantNs - syn.instantNs)} after the first SYN: seq ${reset.sequence}${belongs}${ack}`;
}

function ipIdDetail(oddAck: KeptSegment): string {
  if (oddAck.ipId < 0) return 'its IP ID is not in the evidence';
  return oddAck.ipId === 0
    ? 'its IP ID is 0, as of TIME_WAIT replies (a live socket counts)'
    : `its IP ID is ${oddAck.ipId}`;
}

function timestampDetail({ timestamps, connection }: Before, syn: KeptSegment): string {
  const had = connection.half.originator.lastTimestamp ?? 0;
  switch (timestamps) {
    case 'none':
      return 'no timestamps on either SYN, so the number alone decides';
    case 'only-before':
      return 'the connection before used timestamps, the new SYN has none, so the number alone decides';
    case 'only-now':
      return 'the connection before had no timestamps to compare with, so the number alone decides';
    case 'older':
      return `the new SYN's timestamp ${syn.timestampValue} is ${count(distance(had, syn.timestampValue))} before ${had}, the last one of the connection before`;
    case 'same':
      return `the new SYN's timestamp ${syn.timestampValue} is the last one of the connection before, so the number alone decides`;
  }
}

/** A SYN on an ESTABLISHED connection gets a challenge ACK (RFC 5961 section 4): the same exchange. */
function halfOpen({ before, oddAck }: Facts): LookAlike {
  const cause = 'half-open';
  if (before?.finsAcknowledged) {
    const fins = [before.connection.half.responder.finFrame, before.connection.half.originator.finFrame];
    return {
      cause,
      excluded: true,
      because: `both ends had closed the connection before, and both FINs (${framesText(fins.filter((frame) => frame !== undefined))}) were acknowledged: it was not ESTABLISHED`,
    };
  }
  if (oddAck.ipId === 0) {
    return {
      cause,
      excluded: true,
      because: "the ACK's IP ID is 0; a challenge ACK of a live socket has that socket's next ID",
    };
  }
  return {
    cause,
    excluded: false,
    because:
      before === undefined
        ? 'the connection before is not in the capture: the ACK may be a challenge ACK of one that is still ESTABLISHED at the responder'
        : "one FIN of the connection before is not acknowledged in the capture: the responder's socket may not have reached TIME_WAIT",
  };
}

function notesOf(connection: Connection, { before, oddAck }: Facts): string[] {
  const notes = [
    'net.ipv4.tcp_tw_reuse has no part in it: it lets a host reuse its own outgoing TIME_WAIT ports. tcp_tw_recycle is gone since Linux 4.12, and broke NAT.',
    counterNote(before),
  ];
  const answer = connection.resets.find(
    ({ from, sequence }) => from === 'originator' && sequence === oddAck.acknowledgment,
  );
  if (answer !== undefined && connection.handshake.synAckFrame !== undefined) {
    notes.push(
      `The originator's RST (frame ${answer.frame}) ended TIME_WAIT at the responder (unless net.ipv4.tcp_rfc1337=1), so its next SYN was accepted.`,
    );
  }
  if (before !== undefined && before.connection.half.originator.highestAcknowledgment !== before.sentNext) {
    notes.push("The originator's ACK of the responder's FIN is not in the capture.");
  }
  return notes;
}

/** By tcp_timewait_state_process and tcp_timewait_check_oow_rate_limit (net/ipv4/tcp_minisocks.c), and by trying on Linux 6.18. */
function counterNote(before: Before | undefined): string {
  const seldom = 'TcpExtTCPACKSkippedTimeWait counts only SYNs that are repeated within half a second';
  const instead = 'a capture shows it, or `ss -tan state time-wait` at the right moment.';
  switch (before?.timestamps) {
    case 'older':
      return 'At the responder TcpExtPAWSTimewait counts SYNs with older timestamps from Linux 6.16 on, and TcpExtPAWSEstab did before, among other segments.';
    case undefined:
      return `Of the responder's counters TcpExtPAWSTimewait (Linux 6.16 and newer) moves only for SYNs with older timestamps, and ${seldom}: otherwise only ${instead}`;
    default:
      return `Hardly a counter of the responder shows this (${seldom}): ${instead}`;
  }
}

function nextStep(connection: Connection): NextStep {
  const { ip, port } = connection.originator;
  return {
    why: 'shows whether the responder holds the 4-tuple in TIME_WAIT or still ESTABLISHED; run it on the responder while attempts fail',
    command: `ss -tan 'dst ${ip.includes(':') ? `[${ip}]` : ip} and dport = :${port}'`,
  };
}
