import type { Fit, Misfit } from '@fivewhys/evidence';
import { backlogOverflow as entry } from '../../catalogue/backlog-overflow.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { duration, endpointText } from '../../phrases.ts';
import { livedOn } from '../../reset/lived-on.ts';
import { originOf } from '../../sender/origin-of.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { nextSteps } from './next-steps.ts';

/** A RST this many handshake round trips after the handshake's ACK answers that ACK. */
const earlyRoundTrips = 3;

const earlyAtLeastNs = 1e6;

/** A kind A RST in answer to the handshake's ACK (tcp_abort_on_overflow=1). */
export function byReset({ connection, reset, surroundings, input }: ConnectionSubject): Fit | Misfit {
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
    symptom: `Connections to ${target} were reset right after their handshake`,
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
    remedies: remediesHere(entry, connection),
    group: 'Connections were reset right after their handshake',
    apart: target,
    measures: [{ name: "milliseconds from the handshake's ACK to the RST", value: elapsedNs / 1e6 }],
  };
}
