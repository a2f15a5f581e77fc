import { readSilence, type Silence, type UnacknowledgedData } from '@fivewhys/connections';
import type { Cause, Fit, Misfit, NextStep } from '@fivewhys/evidence';
import { firewallDrop as entry } from '../catalogue/firewall-drop.ts';
import {
  captureFilter,
  isSilenceKnown,
  longerSilenceLived,
  longSilenceNs,
  noLongSilence,
  otherEnd,
  remediesHere,
  silenceBefore,
} from '../path-facts.ts';
import { duration, endpointText, plural } from '../phrases.ts';
import type { ConnectionSubject } from '../subject.ts';

/**
 * Something on the way discards packets without a word.
 *
 * Seen: SYNs repeated and nothing back, no RST and no ICMP; or SYN and SYN-ACK both repeated, which do not meet; or an open connection in which data is sent again and again.
 *
 * Implies: the packets do not arrive, or their answers do not. That the host lives is shown by its answers to others.
 *
 * Alike: `conntrack-table-full`, `backlog-overflow` (a full queue drops SYNs, too), `path-mtu-black-hole` (small packets pass), `idle-timeout` (a silence before).
 *
 * Settles it: a second capture behind the suspect.
 *
 * Shown by: captures/firewall-drop-ipv6.pcap.
 */
export const firewallDrop: Cause<ConnectionSubject> = {
  id: 'firewall-drop',
  title: 'a firewall dropped it',
  weigh(subject) {
    const { connection, reset } = subject;
    // ngrep, for one, prints what it was told to match: no answer in its text is not no answer.
    if (!connection.numbersKnown)
      return { kind: 'excluded', because: 'a text of flags does not show that nothing answered', untold: true };
    const silence = readSilence(connection);
    if (silence === undefined) return { kind: 'excluded', because: 'nothing was repeated in vain' };
    if (reset !== undefined && reset.effect === 'accepted' && reset.from !== speakerOf(silence)) {
      return { kind: 'excluded', because: 'the other end did answer, by a RST' };
    }
    switch (silence.kind) {
      case 'unanswered-syn':
      case 'unheard-syn-ack':
        return attempt(subject, silence);
      case 'unacknowledged-data':
        return midstream(subject, silence);
      case 'repeated-syn-ack':
        return { kind: 'excluded', because: 'the responder was heard, and repeated its SYN-ACK' };
    }
  },
};

function speakerOf(silence: Silence): 'originator' | 'responder' {
  return silence.kind === 'unacknowledged-data' ? silence.from : 'originator';
}

function attempt(
  { connection, surroundings, input }: ConnectionSubject,
  { kind, tries }: Extract<Silence, { tries: unknown; kind: 'unanswered-syn' | 'unheard-syn-ack' }>,
): Fit | Misfit {
  const { responder } = connection;
  const target = endpointText(responder);
  const syns = tries.filter(({ from }) => from === 'originator');
  const [first] = syns;
  const at = syns.map(({ instantNs }) => ((instantNs - (first?.instantNs ?? 0)) / 1e9).toFixed(1)).join(', ');
  const spanNs = (syns.at(-1)?.instantNs ?? 0) - (first?.instantNs ?? 0);
  const service = typeof responder.port === 'number' ? surroundings.service(responder.key, responder.port) : undefined;
  if (service !== undefined && service.leftWaiting > 0) {
    return {
      kind: 'excluded',
      because: `${plural(service.leftWaiting, 'other connection')} to ${target} got a SYN-ACK again after data: its queue is full`,
    };
  }
  const baseline = surroundings.baseline(responder.key);
  const lost = kind === 'unheard-syn-ack';
  const others =
    service !== undefined
      ? `${plural(service.accepted, 'other connection')} to ${target} accepted in the same capture`
      : baseline !== undefined && !lost
        ? `${responder.ip} answered in ${plural(baseline.connections, 'other connection')} of the same capture, ${baseline.connections === 1 ? 'on another port' : 'on other ports'}`
        : undefined;
  return {
    kind: 'fits',
    directness: others === undefined && !lost ? 'indirect' : 'direct',
    symptom: lost
      ? `A connection attempt to ${target} never completed: its SYN-ACKs do not reach the originator`
      : `A connection attempt to ${target} got no answer at all`,
    several: lost
      ? `Connection attempts to ${target} never completed: its SYN-ACKs do not reach the originator`
      : `Connection attempts to ${target} got no answer at all`,
    sentBy: 'unknown',
    whys: [
      {
        claim: lost
          ? `${connection.originator.ip} repeated its SYN although ${responder.ip} had answered it`
          : `The SYN was sent ${syns.length} times, and nothing came back: no SYN-ACK, no RST, no ICMP error`,
        evidence: [
          {
            input,
            frames: syns.map(({ frame }) => frame),
            detail: `SYN seq ${first?.sequence} after ${at} s; ${duration(spanNs)} in all`,
          },
          ...(lost
            ? [
                {
                  input,
                  frames: tries.filter(({ from }) => from === 'responder').map(({ frame }) => frame),
                  detail: `SYN-ACK sent ${tries.length - syns.length} times`,
                },
              ]
            : []),
        ],
      },
      ...(others === undefined || lost
        ? []
        : [
            {
              claim: `The host was there: ${others}`,
              evidence: [
                {
                  input,
                  frames: [first?.frame ?? connection.firstFrame],
                  detail: aliveText(responder.ip, baseline?.lastInstantNs, first?.instantNs),
                },
              ],
            },
          ]),
      {
        claim: lost
          ? 'Something on the way back discards the SYN-ACKs'
          : others === undefined
            ? `Something on the way discards the SYNs or their answers, or ${responder.ip} is not there at all`
            : 'Something on the way, or a rule on the host itself, discards the SYNs or their answers',
        evidence: [
          {
            input,
            frames: [syns.at(-1)?.frame ?? connection.lastFrame],
            detail: 'a host without a listener would answer by a RST, a router without a route by an ICMP error',
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'conntrack-table-full',
        excluded: false,
        because:
          'a full connection tracking table swallows new connections in the same way; only counters and kernel log of the host tell',
      },
      {
        cause: 'backlog-overflow',
        excluded: lost || (service === undefined && baseline === undefined),
        because: lost
          ? 'the SYN was answered'
          : service === undefined && baseline === undefined
            ? `nothing shows that anything listens at ${responder.ip}`
            : 'a listener whose queue is full drops SYNs, too; its ListenDrops grow then',
      },
      { cause: 'path-mtu-black-hole', excluded: true, because: 'SYNs are small packets' },
      { cause: 'closed-port', excluded: true, because: 'a closed port answers by a RST' },
    ],
    notes: [],
    next: nextSteps(connection, 'originator'),
    remedies: remediesHere(entry, connection),
    group: lost
      ? 'Connection attempts never completed: the SYN-ACKs do not reach the originator'
      : 'Connection attempts got no answer at all',
    apart: target,
    measures: [
      { name: 'SYNs sent', value: syns.length },
      { name: 'seconds from the first SYN to the last', value: spanNs / 1e9 },
    ],
  };
}

/** When a host was heard last, against an attempt that it does not answer. */
function aliveText(ip: string, heardNs: number | undefined, triedNs: number | undefined): string {
  const without = 'this attempt stays without an answer';
  if (heardNs === undefined || triedNs === undefined) return without;
  return `${without}, and ${ip} was heard ${duration(heardNs - triedNs)} ${heardNs < triedNs ? 'before' : 'after'} its first SYN`;
}

function midstream(
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
  const quiet = connection[otherEnd(from)];
  const heardLast = surroundings.baseline(quiet.key)?.lastInstantNs ?? Number.NEGATIVE_INFINITY;
  const alive = heardLast > first.instantNs;
  const at = tries.map(({ instantNs }) => ((instantNs - first.instantNs) / 1e9).toFixed(1)).join(', ');
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

function nextSteps(connection: ConnectionSubject['connection'], speaker: 'originator' | 'responder'): NextStep[] {
  const quiet = connection[otherEnd(speaker)];
  return [
    {
      why: `on ${quiet.ip}, while it happens: packets that are seen here and not there were dropped on the way; packets that arrive and stay unanswered were dropped by the host itself`,
      command: `tcpdump -ni any -s 128 '${captureFilter(connection)}'`,
    },
    {
      why: `on ${quiet.ip} and the firewalls before it: rules that drop, with their counters, and a full connection tracking table`,
      command: 'nft list ruleset | grep -n drop; iptables-save -c | grep DROP; conntrack -S; dmesg | grep "table full"',
    },
    {
      why: `on ${quiet.ip}: ListenDrops grow if the listener's queue is full`,
      command: 'nstat -az TcpExtListenOverflows TcpExtListenDrops',
    },
  ];
}
