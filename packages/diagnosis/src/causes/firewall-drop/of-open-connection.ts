import type { UnacknowledgedData } from '@fivewhys/connections';
import type { Fit, Misfit } from '@fivewhys/evidence';
import { firewallDrop as entry } from '../../catalogue/firewall-drop.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { duration, endpointText, secondsAfterFirst } from '../../phrases.ts';
import { isSilenceKnown, longSilenceNs, noLongSilence } from '../../silence/long-silence.ts';
import { longerSilenceLived } from '../../silence/longer-silence-lived.ts';
import { silenceBefore } from '../../silence/silence-before.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { otherSide } from '../../subject.ts';
import { nextSteps } from './next-steps.ts';

/** Data of an open connection that is sent again and again, and nothing comes back. */
export function ofOpenConnection(
  { connection, surroundings, input }: ConnectionSubject,
  { from, tries, heardSince }: UnacknowledgedData,
): Fit | Misfit {
  const [first] = tries;
  const last = tries.at(-1);
  if (first === undefined || last === undefined) return { kind: 'excluded', because: 'nothing was repeated in vain' };
  const gap = silenceBefore(connection, first.frame + 1, from);
  if (
    gap !== undefined &&
    gap.silenceNs >= longSilenceNs &&
    heardSince.length === 0 &&
    !longerSilenceLived(connection, surroundings, gap.silenceNs)
  ) {
    return {
      kind: 'excluded',
      because: `${duration(gap.silenceNs)} of silence came before: a box that forgot the connection is likelier`,
    };
  }
  if (heardSince.length > 0) {
    return {
      kind: 'excluded',
      because: `the other end was still heard (frame ${heardSince[0]?.frame}): not all packets were dropped`,
    };
  }
  const quiet = connection[otherSide(from)];
  const heardLast = surroundings.baseline(quiet.key)?.lastInstantNs ?? Number.NEGATIVE_INFINITY;
  const alive = heardLast > first.instantNs;
  const at = secondsAfterFirst(tries);
  const largest = largestAcknowledged(connection.segments, from, first.sequence);
  const smallest = Math.min(...tries.map(({ payloadBytes }) => payloadBytes));
  const target = endpointText(connection.responder);
  return {
    kind: 'fits',
    directness: alive ? 'direct' : 'indirect',
    symptom: `The connection to ${target} fell silent: from one moment on nothing was answered any more`,
    sentBy: 'unknown',
    whys: [
      {
        claim: `The ${from} sent the same data ${tries.length} times, and nothing came back`,
        evidence: [
          {
            input,
            frames: tries.map(({ frame }) => frame),
            detail: `seq ${first.sequence}, ${smallest} bytes, after ${at} s; nothing of ${quiet.ip} in this connection after frame ${first.frame}`,
          },
        ],
      },
      {
        claim: alive
          ? `The host lives, only this connection is cut off`
          : `Whether ${quiet.ip} still lives is not in the capture: it is not heard any more`,
        evidence: [
          {
            input,
            frames: [last.frame],
            detail: alive
              ? `${quiet.ip} was heard in another connection ${duration(heardLast - first.instantNs)} after the data was first sent`
              : 'no other connection of it goes on after that',
          },
        ],
      },
      {
        claim: 'Something on the way discards the packets of this connection, or their answers',
        evidence: [{ input, frames: [last.frame], detail: 'no RST, no ICMP error, no FIN' }],
      },
    ],
    lookAlikes: [
      {
        cause: 'path-mtu-black-hole',
        excluded: largest >= smallest,
        because:
          largest >= smallest
            ? `a segment of ${largest} bytes had passed, this one has ${smallest}`
            : `the largest segment that had passed has ${largest} bytes, this one ${smallest}`,
      },
      {
        cause: 'restart',
        excluded: alive,
        because: alive
          ? `${quiet.ip} was heard in other connections meanwhile`
          : `a host that died or lost its link is as silent`,
      },
      {
        cause: 'firewall-reject',
        excluded: false,
        because: `a rule that rejects what ${quiet.ip} sends tells that end alone, by a RST or an ICMP error: here it is as silent`,
      },
      {
        cause: 'conntrack-table-full',
        excluded: true,
        because: 'a full table refuses new connections; this one was open',
      },
      {
        cause: 'backlog-overflow',
        excluded: true,
        because: 'the connection was open: data of it had been acknowledged',
      },
      {
        cause: 'idle-timeout',
        excluded: isSilenceKnown(connection, gap),
        because:
          gap !== undefined && gap.silenceNs >= longSilenceNs
            ? 'a longer silence passed on another connection to the port'
            : noLongSilence(connection, gap),
      },
    ],
    notes: [],
    next: nextSteps(connection, from),
    remedies: remediesHere(entry, connection),
    group: `The connection fell silent: from one moment on nothing that the ${from} sent was answered`,
    measures: [
      { name: 'times the same data was sent', value: tries.length },
      { name: 'seconds since the connection began', value: (first.instantNs - connection.firstInstantNs) / 1e9 },
    ],
  };
}

function largestAcknowledged(
  segments: readonly { from: string; payloadBytes: number; sequence: number }[],
  from: string,
  lost: number,
): number {
  return Math.max(
    0,
    ...segments
      .filter((segment) => segment.from === from && ((segment.sequence + segment.payloadBytes - lost) | 0) <= 0)
      .map(({ payloadBytes }) => payloadBytes),
  );
}
