import { ACK, SYN } from '@fivewhys/capture';
import type { IcmpNote, Reset } from '@fivewhys/connections';
import type { Cause, Fit, LookAlike, Misfit, NextStep } from '@fivewhys/evidence';
import { firewallReject as entry } from '../catalogue/firewall-reject.ts';
import { edgesOf } from '../edges.ts';
import { icmpName } from '../icmp-names.ts';
import { oddSegmentBefore } from '../odd-segment.ts';
import {
  answersSynAckOnly,
  captureFilter,
  isSilenceKnown,
  longerSilenceLived,
  longSilenceNs,
  noLongSilence,
  originOf,
  otherEnd,
  remediesHere,
  roundTripNs,
  sentAfter,
  silenceBefore,
} from '../path-facts.ts';
import { duration, endpointText, kindText } from '../phrases.ts';
import type { ConnectionSubject } from '../subject.ts';

/**
 * A rule of a firewall rejects the packet and answers in the name of its destination.
 *
 * Seen: a SYN is answered by a RST of kind B with the TTL of a nearer host, or by an ICMP error that TCP hosts do not send of themselves (administratively prohibited, port
 * unreachable). In the middle of a connection: a kind A RST with a nearer TTL, without a silence or an odd packet before.
 *
 * Implies: `reject with tcp reset` or `reject with icmp…` (nf_reject_ipv4.c); the destination never saw the packet and counts nothing.
 *
 * Alike: `closed-port` (TTL of the responder), `idle-timeout` (a silence before), `conntrack-invalid` (an odd packet before), `anycast-shift` (the TTL is that of another edge).
 *
 * Settles it: the counters of the rules on the hosts of the way; TcpOutRsts of the responder stays.
 *
 * Shown by: captures/firewall-reject-syn.pcap, captures/firewall-reject-midstream.pcap, captures/firewall-reject-icmp-ipv6.pcap.
 */
export const firewallReject: Cause<ConnectionSubject> = {
  id: 'firewall-reject',
  title: 'a firewall rejected it',
  weigh(subject) {
    const refusal = subject.connection.icmpErrors.find(isRefusal);
    if (refusal !== undefined && (subject.reset === undefined || subject.reset.effect !== 'accepted')) {
      return byIcmp(subject, refusal);
    }
    if (subject.reset === undefined) return { kind: 'excluded', because: 'neither a RST nor an ICMP error refuses it' };
    return byReset(subject, subject.reset);
  },
};

/** ICMP errors that a firewall sends for TCP: hosts answer a closed port by a RST. "No route" and "host unreachable" are a router's. */
function isRefusal({ family, type, code }: IcmpNote): boolean {
  return family === 6 ? type === 1 && [1, 4, 5, 6].includes(code) : type === 3 && [2, 3, 9, 10, 13].includes(code);
}

function byIcmp({ connection, input }: ConnectionSubject, refusal: IcmpNote): Fit {
  const name = icmpName(refusal.family, refusal.type, refusal.code);
  const target = connection[otherEnd(refusal.about)];
  const byTarget = refusal.source === target.ip;
  const quoted = connection.segments.findLast(
    ({ frame, from, sequence }) =>
      frame < refusal.frame && from === refusal.about && sequence === refusal.quotedSequence,
  );
  const inAnswer =
    quoted === undefined
      ? `it quotes the segment with seq ${refusal.quotedSequence}`
      : `it quotes seq ${refusal.quotedSequence} of frame ${quoted.frame}, ${duration(refusal.instantNs - quoted.instantNs)} after it`;
  const all = connection.icmpErrors.filter(isRefusal).map(({ frame }) => frame);
  const { handshake, half } = connection;
  const open = handshake.ackFrame !== undefined || half.originator.dataSegments + half.responder.dataSegments > 0;
  // A SYN-ACK to a SYN that nobody here has sent: somebody else used the address (backscatter). There is nothing to let through.
  const unasked = !open && handshake.synFrame === undefined;
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: unasked
      ? `${refusal.source} refused segments of ${endpointText(connection[refusal.about])} that belong to no connection of the capture: ${name}`
      : `${open ? 'The open connection' : 'A connection attempt'} to ${endpointText(connection.responder)} was refused by an ICMP error: ${name}`,
    ...(unasked
      ? {}
      : {
          several: `${open ? 'Open connections' : 'Connection attempts'} to ${endpointText(connection.responder)} were refused by an ICMP error: ${name}`,
        }),
    sentBy: byTarget ? (refusal.about === 'originator' ? 'responder' : 'originator') : 'firewall',
    whys: [
      {
        claim: `${refusal.source} refused a segment of the ${refusal.about}: "${name}"`,
        evidence: [{ input, frames: [...(quoted === undefined ? [] : [quoted.frame]), ...all], detail: inAnswer }],
      },
      {
        claim: byTarget
          ? `A rule on ${refusal.source} itself rejects it: for a port without a listener its kernel would send a RST, not an ICMP error`
          : `A rule on ${refusal.source} rejects it: the packet did not get to ${target.ip}`,
        evidence: [
          {
            input,
            frames: [refusal.frame],
            detail: byTarget
              ? `the error's sender is the ${refusal.about === 'originator' ? 'responder' : 'originator'}`
              : `the error comes from ${refusal.source}, not from ${target.ip}`,
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'closed-port',
        excluded: true,
        because: 'a closed TCP port is answered by a RST (RFC 9293 section 3.10.7.1), not by ICMP',
      },
      { cause: 'firewall-drop', excluded: true, because: 'something did answer' },
      { cause: 'conntrack-invalid', excluded: true, because: 'that makes a RST, not an ICMP error' },
      { cause: 'idle-timeout', excluded: true, because: 'that makes a RST or silence, not an ICMP error' },
      { cause: 'anycast-shift', excluded: true, because: 'another edge answers by a RST, not by ICMP' },
    ],
    notes: unasked
      ? [
          'Its SYN is not in the capture: if nobody here sent it, somebody else used this address, and to refuse the answer is right.',
        ]
      : [],
    next: [rulesOf(refusal.source)],
    remedies: unasked ? [] : remediesHere(entry, connection),
    group: unasked
      ? `Segments that belong to no connection of the capture were refused: ${name}`
      : `${open ? 'Open connections' : 'Connection attempts'} were refused by an ICMP error: ${name}`,
    apart: refusal.source,
    measures:
      quoted === undefined
        ? []
        : [
            {
              name: 'milliseconds from the segment to the ICMP error',
              value: (refusal.instantNs - quoted.instantNs) / 1e6,
            },
          ],
  };
}

function byReset(subject: ConnectionSubject, reset: Reset): Fit | Misfit {
  const { connection, surroundings, input } = subject;
  if (reset.kind !== 'A' && reset.kind !== 'B') {
    return { kind: 'excluded', because: `the RST is of ${kindText(reset.kind)}; a REJECT rule makes kind A or B` };
  }
  const origin = originOf(connection, surroundings, reset);
  const heldAgainstNothing = answersSynAckOnly(reset);
  if (heldAgainstNothing !== undefined) return { kind: 'excluded', because: heldAgainstNothing };
  if (origin.place !== 'nearer') {
    return {
      kind: 'excluded',
      because: `no sign of another host: ${origin.because}`,
      // As far away as the end: a rule on that host itself would answer so.
      untold: origin.place !== 'farther',
    };
  }
  const provoker = connection.segments.find(({ frame }) => frame === reset.provokedBy);
  if (provoker === undefined) {
    return {
      kind: 'excluded',
      because: 'no segment of the capture is what the RST answers; a REJECT rule answers one',
    };
  }
  const edges = edgesOf(subject, reset);
  if (edges !== undefined) return { kind: 'excluded', because: edges.because };
  if (reset.kind === 'A' && reset.deviations.length > 0) {
    return {
      kind: 'excluded',
      because: `the RST is not as a REJECT rule of Linux makes it: ${reset.deviations.join('; ')}`,
    };
  }
  const gap = silenceBefore(connection, reset.frame, otherEnd(reset.from));
  if (
    reset.kind === 'A' &&
    gap !== undefined &&
    gap.silenceNs >= longSilenceNs &&
    !longerSilenceLived(connection, surroundings, gap.silenceNs)
  ) {
    return {
      kind: 'excluded',
      because: `${duration(gap.silenceNs)} of silence came before: a box that forgot the connection is likelier`,
    };
  }
  const odd = oddSegmentBefore(connection, reset);
  if (reset.kind === 'A' && odd !== undefined) {
    return {
      kind: 'excluded',
      because: `an odd segment came right before (frame ${odd.segment.frame}): ${odd.because}`,
    };
  }
  const target = endpointText(connection.responder);
  const isAttempt = reset.kind === 'B' && (provoker.flags & (SYN | ACK)) === SYN;
  const answerNs = reset.instantNs - provoker.instantNs;
  const roundTrip = roundTripNs(connection, reset.from);
  const later = sentAfter(connection, reset.frame, reset.from);
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: isAttempt
      ? `A connection attempt to ${target} was refused on the way`
      : `The connection to ${target} was cut off in the middle by something on the way`,
    several: isAttempt
      ? `Connection attempts to ${target} were refused on the way`
      : `Connections to ${target} were cut off in the middle by something on the way`,
    sentBy: 'firewall',
    whys: [
      {
        claim: isAttempt
          ? 'The SYN was answered by a RST'
          : `A segment of the ${otherEnd(reset.from)} was answered by a RST in the ${reset.from}'s name`,
        evidence: [
          {
            input,
            frames: [provoker.frame, reset.frame],
            detail: `${reset.provokedBecause}; ${duration(answerNs)} after it${
              roundTrip === undefined
                ? ''
                : `, where the handshake took ${duration(roundTrip)} to the ${reset.from} and back`
            }`,
          },
        ],
      },
      {
        claim: `The RST bears the address of ${connection[reset.from].ip}, but another host made it, nearer to where the capture was taken`,
        evidence: [{ input, frames: [reset.frame], detail: origin.because }],
      },
      {
        claim: isAttempt
          ? 'A rule on the way rejects such attempts'
          : 'A rule on the way rejects the packets of this connection, although it let its beginning through',
        evidence: [
          {
            input,
            frames: [reset.frame],
            detail: `kind ${reset.kind}, as REJECT with tcp-reset makes it${
              isAttempt
                ? ''
                : gap !== undefined && gap.silenceNs >= longSilenceNs
                  ? '; no odd packet came before, and longer silences passed'
                  : `; ${noLongSilence(connection, gap)}, and no odd packet`
            }`,
          },
          ...(later.length === 0
            ? []
            : [
                {
                  input,
                  frames: later.slice(0, 4).map(({ frame }) => frame),
                  detail: `the ${reset.from} itself sent on after the RST: it knew nothing of it`,
                },
              ]),
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'closed-port',
        excluded: true,
        because: isAttempt ? origin.because : 'the connection had been accepted',
      },
      {
        cause: 'conntrack-invalid',
        excluded: true,
        because: isAttempt ? 'a SYN was answered' : 'no odd packet came right before',
      },
      {
        cause: 'idle-timeout',
        excluded: isAttempt || isSilenceKnown(connection, gap),
        because: isAttempt
          ? 'a SYN was answered'
          : gap !== undefined && gap.silenceNs >= longSilenceNs
            ? 'a longer silence passed on another connection to the port'
            : noLongSilence(connection, gap),
      },
      {
        cause: 'anycast-shift',
        excluded: false,
        because: `another machine with the address ${connection[reset.from].ip}, nearer than the usual one, would answer so`,
      },
      ...(reset.deviations.length === 0 ? [] : [deviating(reset)]),
    ],
    notes: [],
    next: nextSteps(subject, reset),
    remedies: remediesHere(entry, connection),
    group: isAttempt
      ? 'Connection attempts were refused on the way'
      : 'The connection was cut off in the middle by something on the way',
    apart: `TTL ${reset.ttl}`,
    measures: [
      { name: "the RST's TTL less the end's", value: origin.difference },
      { name: 'milliseconds from the segment to the RST', value: answerNs / 1e6 },
    ],
  };
}

function deviating({ deviations }: Reset): LookAlike {
  return {
    cause: 'injected-reset',
    excluded: false,
    because: `the RST is not as Linux makes it: ${deviations.join('; ')}`,
  };
}

function nextSteps({ connection }: ConnectionSubject, reset: Reset): NextStep[] {
  return [
    {
      why: `on the firewalls and routers between the capture and ${connection[reset.from].ip}: the rule whose counter grows with each attempt is it`,
      command: 'nft list ruleset | grep -n -B3 reject; iptables-save -c | grep REJECT',
    },
    {
      why: `on ${connection[reset.from].ip}: a RST seen elsewhere and not here was made on the way, and what it answers did not arrive`,
      command: `tcpdump -ni any -s 128 -w ${reset.from}.pcap '${captureFilter(connection)}'`,
    },
  ];
}

function rulesOf(address: string): NextStep {
  return {
    why: `run on ${address}: shows the rules that reject, with their counters`,
    command: 'nft list ruleset | grep -n -B3 reject; iptables-save -c | grep REJECT',
  };
}
