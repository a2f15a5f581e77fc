import { type KeptSegment, readSilence } from '@fivewhys/connections';
import type { Cause, Fit, Misfit, NextStep, Remedy } from '@fivewhys/evidence';
import { backlogOverflow as entry } from '../catalogue/backlog-overflow.ts';
import { livedOn } from '../lived-on.ts';
import { originOf, remediesHere } from '../path-facts.ts';
import { duration, endpointText, plural } from '../phrases.ts';
import type { ConnectionSubject } from '../subject.ts';

/** A RST this many handshake round trips after the handshake's ACK answers that ACK. */
const earlyRoundTrips = 3;
const earlyAtLeastNs = 1e6;

/**
 * The accept queue of the listener is full.
 *
 * Seen: with tcp_abort_on_overflow=1 a kind A RST one round trip after the handshake, seq = the responder's ISN + 1, before any data of it. By default no RST: the SYN-ACK is
 * repeated after the originator's ACK and data, which stay unacknowledged.
 *
 * Implies: tcp_v4_syn_recv_sock found the queue full (ListenOverflows) and left the ACK aside, or reset it (tcp_check_req).
 *
 * Alike: `firewall-drop` (no answer at all), `anycast-shift` (another TTL), `restart`.
 *
 * Settles it: ListenOverflows, and Recv-Q above Send-Q in `ss -ltn`.
 *
 * Shown by: captures/backlog-overflow-abort.pcap, captures/backlog-overflow.pcap.
 */
export const backlogOverflow: Cause<ConnectionSubject> = {
  id: 'backlog-overflow',
  title: 'the accept queue overflowed',
  weigh(subject) {
    const silence = readSilence(subject.connection);
    if (silence?.kind === 'repeated-syn-ack') return bySynAcks(subject, silence);
    if (silence?.kind === 'unanswered-syn') return bySyns(subject, silence.tries);
    return byReset(subject);
  },
};

function bySynAcks(
  { connection, input }: ConnectionSubject,
  { synAcks, between }: Extract<ReturnType<typeof readSilence>, { kind: 'repeated-syn-ack' }>,
): Fit | Misfit {
  const data = between.filter(({ payloadBytes }) => payloadBytes > 0);
  const [first] = synAcks;
  const lastAgain = synAcks.at(-1);
  const begun = data[0];
  if (first === undefined || lastAgain === undefined || begun === undefined) {
    return { kind: 'excluded', because: 'the SYN-ACK was not repeated after data' };
  }
  const target = endpointText(connection.responder);
  const at = synAcks.map(({ instantNs }) => ((instantNs - first.instantNs) / 1e9).toFixed(1)).join(', ');
  const later = connection.segments.find(
    ({ frame, from, flags, acknowledgment }) =>
      from === 'responder' &&
      frame > begun.frame &&
      (flags & 0x06) === 0 &&
      ((acknowledgment - begun.sequence) | 0) > 0,
  );
  return {
    kind: 'fits',
    directness: 'direct',
    symptom:
      later === undefined
        ? `A connection to ${target} seemed open to the originator, but the responder never took it`
        : `A connection to ${target} was taken by the responder only after ${duration(later.instantNs - begun.instantNs)}`,
    ...(later === undefined
      ? { several: `Connections to ${target} seemed open to the originator, but the responder never took them` }
      : {}),
    sentBy: 'unknown',
    whys: [
      {
        claim: `The responder repeated its SYN-ACK although the originator had acknowledged it and sent data`,
        evidence: [
          { input, frames: synAcks.map(({ frame }) => frame), detail: `SYN-ACK seq ${first.sequence} after ${at} s` },
          {
            input,
            frames: between.map(({ frame }) => frame),
            detail: `${plural(between.length, 'segment')} of the originator in between, ${data.length} with data`,
          },
        ],
      },
      {
        claim:
          later === undefined
            ? 'The data was never acknowledged: to the responder the connection was not open'
            : `The data was acknowledged only ${duration(later.instantNs - begun.instantNs)} after it was first sent`,
        evidence: [
          {
            input,
            frames: [...data.map(({ frame }) => frame), ...(later === undefined ? [] : [later.frame])],
            detail: `seq ${begun.sequence}, sent ${plural(data.length, 'time')} before the last SYN-ACK`,
          },
        ],
      },
      {
        claim: `The queue of connections that the program on port ${connection.responder.port} has not accepted yet is full, so the kernel leaves the ACK aside and asks again`,
        evidence: [
          {
            input,
            frames: [lastAgain.frame],
            detail: 'a SYN-ACK after data is what a full queue makes (net.ipv4.tcp_abort_on_overflow=0)',
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'firewall-drop',
        excluded: false,
        because:
          'something between the vantage and the responder that lets the SYN pass and drops what follows makes the same; only a capture on the responder, or its ListenOverflows, tells',
      },
      { cause: 'anycast-shift', excluded: true, because: 'the second machine would answer by a RST; none came' },
      { cause: 'closed-port', excluded: true, because: 'the SYN was answered by a SYN-ACK' },
    ],
    notes: [
      'A listener that defers its accept (TCP_DEFER_ACCEPT) repeats the SYN-ACK, too, but only as long as no data comes.',
    ],
    next: nextSteps(connection.responder.ip, connection.responder.port),
    remedies: remedies(connection),
    group:
      later === undefined
        ? 'Connections seemed open to the originator, but the responder never took them'
        : 'Connections were taken by the responder late',
    apart: target,
    measures: [
      { name: 'SYN-ACKs sent', value: synAcks.length },
      { name: 'seconds from the first data to the last SYN-ACK', value: (lastAgain.instantNs - begun.instantNs) / 1e9 },
    ],
  };
}

/** A full queue drops SYNs as well: that others of the same port were left waiting at the same time tells it from a firewall. */
function bySyns({ connection, surroundings, input }: ConnectionSubject, tries: readonly KeptSegment[]): Fit | Misfit {
  const { responder } = connection;
  const service = typeof responder.port === 'number' ? surroundings.service(responder.key, responder.port) : undefined;
  if (service === undefined || service.leftWaiting === 0) {
    return {
      kind: 'excluded',
      because: 'no connection to the port was left waiting after its data: nothing shows a full queue',
    };
  }
  const [first] = tries;
  const target = endpointText(responder);
  const at = tries.map(({ instantNs }) => ((instantNs - (first?.instantNs ?? 0)) / 1e9).toFixed(1)).join(', ');
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `A connection attempt to ${target} got no answer, while others were left waiting after their handshake`,
    several: `Connection attempts to ${target} got no answer, while others were left waiting after their handshake`,
    sentBy: 'unknown',
    whys: [
      {
        claim: 'The SYN was repeated, and nothing came back',
        evidence: [
          { input, frames: tries.map(({ frame }) => frame), detail: `SYN seq ${first?.sequence} after ${at} s` },
        ],
      },
      {
        claim: `The queue of connections that the program on port ${responder.port} has not accepted yet is full; then the kernel drops SYNs, too`,
        evidence: [
          {
            input,
            frames: [first?.frame ?? connection.firstFrame],
            detail: `${plural(service.leftWaiting, 'other connection')} to ${target} got the SYN-ACK again after data had been sent, and never an ACK for that`,
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'firewall-drop',
        excluded: false,
        because:
          "something on the way that drops most packets would make both; only the responder's ListenOverflows tells",
      },
      { cause: 'anycast-shift', excluded: true, because: 'there is no RST' },
      { cause: 'closed-port', excluded: true, because: 'other SYNs to the port were answered by a SYN-ACK' },
    ],
    notes: [],
    next: nextSteps(responder.ip, responder.port),
    remedies: remedies(connection),
    group: 'Connection attempts got no answer, while others were left waiting after their handshake',
    apart: target,
    measures: [{ name: 'SYNs sent', value: tries.length }],
  };
}

function byReset({ connection, reset, surroundings, input }: ConnectionSubject): Fit | Misfit {
  if (reset === undefined) return { kind: 'excluded', because: 'there is neither a RST nor a repeated SYN-ACK' };
  const { half, handshake, segments } = connection;
  if (reset.kind !== 'A' || reset.from !== 'responder' || reset.deviations.length > 0) {
    return { kind: 'excluded', because: 'the RST is not a kind A of the responder' };
  }
  const { isn } = half.responder;
  if (handshake.synAckFrame === undefined || isn === undefined || handshake.ackFrame === undefined) {
    return { kind: 'excluded', because: 'the handshake is not in the capture' };
  }
  const next = (isn + 1) >>> 0;
  if (reset.sequence !== next || reset.before.responder.dataSegments > 0) {
    return {
      kind: 'excluded',
      because: `the RST's seq ${reset.sequence} is not the responder's ISN + 1 (${next}), or it had sent data`,
    };
  }
  if (reset.before.responder.finFrame !== undefined)
    return { kind: 'excluded', because: 'the responder had sent its FIN' };
  const ack = segments.find(({ frame }) => frame === handshake.ackFrame);
  if (ack === undefined) return { kind: 'excluded', because: "the handshake's ACK is not in the capture" };
  const elapsedNs = reset.instantNs - ack.instantNs;
  const roundTripNs = handshake.synToSynAckNs ?? 0;
  const boundNs = Math.max(earlyRoundTrips * Math.min(roundTripNs, 1e9), earlyAtLeastNs);
  if (elapsedNs > boundNs) {
    return {
      kind: 'excluded',
      because: `the RST came ${duration(elapsedNs)} after the handshake: it does not answer the handshake's ACK`,
    };
  }
  const acknowledged = reset.before.responder.highestAcknowledgment;
  if (
    acknowledged !== undefined &&
    half.originator.isn !== undefined &&
    ((acknowledged - half.originator.isn) | 0) > 1
  ) {
    return { kind: 'excluded', because: 'the responder had acknowledged data: it had taken the connection' };
  }
  const origin = originOf(connection, surroundings, reset);
  if (origin.place !== 'same' && origin.place !== 'unknown') {
    return { kind: 'excluded', because: `the responder did not make it: ${origin.because}` };
  }
  const lived = livedOn(connection, reset);
  if (lived !== undefined) {
    return {
      kind: 'excluded',
      because: `${lived.because}: a kernel that resets for a full queue forgets the attempt`,
    };
  }
  const { port, key } = connection.responder;
  const service = typeof port === 'number' ? surroundings.service(key, port) : undefined;
  const goesOn = service !== undefined && service.lastInstantNs > reset.instantNs;
  const target = endpointText(connection.responder);
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `A connection to ${target} was reset right after its handshake`,
    several: `Connections to ${target} were reset right after their handshake`,
    sentBy: 'responder',
    whys: [
      {
        claim: 'The RST answers the ACK that completed the handshake, before the responder sent a byte',
        evidence: [
          {
            input,
            frames: [handshake.synAckFrame, handshake.ackFrame, reset.frame],
            detail: `seq ${reset.sequence} = the responder's ISN ${isn} + 1; ${duration(elapsedNs)} after the ACK`,
          },
        ],
      },
      {
        claim: 'The responder itself sent it, for it had no socket for the connection: kind A',
        evidence: [{ input, frames: [reset.frame], detail: origin.because }],
      },
      {
        claim: `The queue of connections that the program on port ${port} has not accepted yet was full, and the host resets what does not fit (net.ipv4.tcp_abort_on_overflow=1)`,
        evidence: [
          {
            input,
            frames: [reset.frame],
            detail: goesOn
              ? `the SYN had been answered, and another SYN to the port was answered ${duration((service?.lastInstantNs ?? 0) - reset.instantNs)} later: the listener is there`
              : 'the SYN had been answered: the listener was there a moment before',
          },
        ],
      },
    ],
    lookAlikes: [
      { cause: 'firewall-drop', excluded: true, because: 'there is an answer' },
      {
        cause: 'anycast-shift',
        excluded: false,
        because:
          origin.place === 'same'
            ? 'another machine with the same address, just as far away, would answer so; one capture can not tell them apart'
            : origin.because,
      },
      {
        cause: 'restart',
        excluded: goesOn,
        because: goesOn
          ? 'the port accepted connections before and after it'
          : 'a listener that was closed at this moment resets what waits in its queue; no later connection to the port is in the capture',
      },
      {
        cause: 'linger-zero',
        excluded: true,
        because: 'a program that had taken the connection and aborted it would make kind C',
      },
    ],
    notes: [],
    next: nextSteps(connection.responder.ip, port),
    remedies: remedies(connection),
    group: 'Connections were reset right after their handshake',
    apart: target,
    measures: [{ name: "milliseconds from the handshake's ACK to the RST", value: elapsedNs / 1e6 }],
  };
}

function nextSteps(ip: string, port: number | string): NextStep[] {
  return [
    {
      why: `on ${ip}, before and after: ListenOverflows grows by one for each connection that did not fit`,
      command: 'nstat -az TcpExtListenOverflows TcpExtListenDrops TcpEstabResets',
    },
    {
      why: `on ${ip}, while it happens: Recv-Q above Send-Q means a full queue`,
      command: `ss -ltn 'sport = :${port}'`,
    },
  ];
}

function remedies(connection: ConnectionSubject['connection']): Remedy[] {
  return remediesHere(entry, connection);
}
