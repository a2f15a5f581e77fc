import { ACK, SYN } from '@fivewhys/capture';
import type { Reset } from '@fivewhys/connections';
import type { Fit, LookAlike, Misfit, NextStep } from '@fivewhys/evidence';
import { firewallReject as entry } from '../../catalogue/firewall-reject.ts';
import { captureFilter } from '../../commands/capture-filter.ts';
import { rejectRules } from '../../commands/reject-rules.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { roundTripNs } from '../../path/round-trip.ts';
import { duration, endpointText } from '../../phrases.ts';
import { sentAfter } from '../../reset/sent-after.ts';
import { shapedOtherwise } from '../../sender/shaped-otherwise.ts';
import { isSilenceKnown, longSilenceNs, noLongSilence } from '../../silence/long-silence.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { otherSide } from '../../subject.ts';
import { rejectionOf } from './rejection-of.ts';

/** A RST of kind A or B from another host, nearer than the end in whose name it came. */
export function byReset(subject: ConnectionSubject, reset: Reset): Fit | Misfit {
  const rejection = rejectionOf(subject, reset);
  if ('kind' in rejection) return rejection;
  const { connection, input } = subject;
  const { origin, provoker, gap } = rejection;
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
          : `A segment of the ${otherSide(reset.from)} was answered by a RST in the ${reset.from}'s name`,
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
      ...forgedAlike(reset),
      {
        cause: 'anycast-shift',
        excluded: false,
        because: `another machine with the address ${connection[reset.from].ip}, nearer than the usual one, would answer so`,
      },
      ...shapedOtherwise(reset),
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

/** What forges RSTs is mostly told by the IP ID, which IPv6 has not got. */
function forgedAlike({ kind, ipId }: Reset): LookAlike[] {
  if (kind !== 'A' || ipId >= 0) return [];
  const because = 'no IP ID is to be seen (IPv6 has none), which would tell most of what forges a RST';
  return [{ cause: 'injected-reset', excluded: false, because }];
}

function nextSteps({ connection }: ConnectionSubject, reset: Reset): NextStep[] {
  return [
    {
      why: `on the firewalls and routers between the capture and ${connection[reset.from].ip}: the rule whose counter grows with each attempt is it`,
      command: rejectRules,
    },
    {
      why: `on ${connection[reset.from].ip}: a RST seen elsewhere and not here was made on the way, and what it answers did not arrive`,
      command: `tcpdump -ni any -s 128 -w ${reset.from}.pcap '${captureFilter(connection)}'`,
    },
  ];
}
