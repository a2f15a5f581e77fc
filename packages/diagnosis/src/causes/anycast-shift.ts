import type { Reset } from '@fivewhys/connections';
import type { Cause, LookAlike } from '@fivewhys/evidence';
import { anycastShift as entry } from '../catalogue/anycast-shift.ts';
import { captureFilter } from '../commands/capture-filter.ts';
import { remediesHere } from '../commands/remedies-here.ts';
import { oddSegmentBefore } from '../path/odd-segment.ts';
import { duration, endpointText, kindText } from '../phrases.ts';
import { livedOn } from '../reset/lived-on.ts';
import { beganElsewhere } from '../sender/began-elsewhere.ts';
import { type Edges, edgesOf } from '../sender/edges.ts';
import { originOf } from '../sender/origin-of.ts';
import { soonerThanRoundTrip } from '../sender/sooner-than-round-trip.ts';
import { isSilenceKnown, longSilenceNs, noLongSilence } from '../silence/long-silence.ts';
import { type Gap, silenceBefore } from '../silence/silence-before.ts';
import type { ConnectionSubject } from '../subject.ts';
import { otherSide } from '../subject.ts';

/** What shows the other machine, by its sign. */
const signTexts: Readonly<Record<Edges['sign'], string>> = {
  'in-connection': 'as two TTLs within the connection show',
  'in-others': 'whose TTL other connections of the address have',
  'in-handshake': 'which has the TTL of the SYN-ACK',
  'answered-twice': 'as two answers to its SYN show',
  counters: 'as two counters of packets show',
  'lived-on': 'while the first one went on',
  farther: 'which is farther away',
};

/**
 * Packets of one connection reach two machines behind one address.
 *
 * Seen: a kind A RST answers an ordinary segment, and something shows a second machine: its TTL is not that of the connection's last packets, but one that the address has, too, or is
 * farther away; one SYN was answered twice, with numbers of two hosts; IP IDs or timestamps count on in two sequences; or what the first machine had sent (its SYN-ACK, its data) comes
 * again after the RST. No silence, no odd packet before; a new connection works.
 *
 * Implies: the second machine knows nothing of the connection (RFC 9293 section 3.10.7.1). The way to the address was split packet by packet, or changed.
 *
 * Alike: one machine whose packets come by two ways (one counter goes on over both TTLs); `injected-reset`, `restart` (equal TTLs), `backlog-overflow` (right after the handshake),
 * `conntrack-invalid` (an odd packet before), `firewall-reject` (nearer, or on the host itself; a box that answers SYNs itself has a TTL of its own).
 *
 * Settles it: several probes with the same flow identifier that are answered by different routers or with different TTLs.
 *
 * Shown by: captures/anycast-shift.pcap, captures/anycast-split.pcap; captures/restart-two-ways.pcap is none.
 */
export const anycastShift: Cause<ConnectionSubject> = {
  id: 'anycast-shift',
  title: 'packets of one connection reached two edges',
  weigh(subject) {
    const { connection, reset, input, surroundings } = subject;
    if (reset === undefined) return { kind: 'excluded', because: 'there is no RST' };
    if (reset.kind !== 'A')
      return {
        kind: 'excluded',
        because: `the RST is of ${kindText(reset.kind)}; a machine that does not know the connection makes kind A`,
      };
    if (reset.from !== 'responder')
      return { kind: 'excluded', because: "the RST bears the originator's address; edges answer for the responder's" };
    if (reset.deviations.length > 0) {
      return { kind: 'excluded', because: `the RST is not as a host makes it: ${reset.deviations.join('; ')}` };
    }
    const edges = edgesOf(subject, reset);
    if (edges === undefined)
      return {
        kind: 'excluded',
        because: 'no sign of two machines behind one address: not by TTLs, counters, two answers, or one that went on',
        untold: originOf(connection, surroundings, reset).place === 'unknown' || beganElsewhere(connection, reset),
      };
    const provoker = connection.segments.find(({ frame }) => frame === reset.provokedBy);
    if (provoker === undefined)
      return { kind: 'excluded', because: 'no segment of the capture is what the RST answers' };
    const gap = silenceBefore(connection, reset.frame, otherSide(reset.from));
    const isLoose = edges.sign === 'farther' || edges.sign === 'lived-on' || edges.sign === 'in-handshake';
    if (gap !== undefined && gap.silenceNs >= longSilenceNs && isLoose) {
      return { kind: 'excluded', because: `${duration(gap.silenceNs)} of silence came before` };
    }
    const odd = oddSegmentBefore(connection, reset);
    if (odd !== undefined) return { kind: 'excluded', because: `an odd segment came right before: ${odd.because}` };
    const origin = originOf(connection, surroundings, reset);
    const { ip } = connection[reset.from];
    const synAck = connection.segments.find(({ frame }) => frame === connection.handshake.synAckFrame);
    const early = reset.before[reset.from].dataSegments === 0;
    return {
      kind: 'fits',
      directness: edges.sign === 'in-handshake' ? 'indirect' : 'direct',
      symptom: `The connection to ${endpointText(connection.responder)} was reset ${early ? 'right after its handshake' : 'in the middle'} by another machine with the same address`,
      sentBy: 'other-edge',
      whys: [
        {
          claim: 'An ordinary segment was answered by a RST, as by a host that does not know the connection',
          evidence: [
            {
              input,
              frames: [provoker.frame, reset.frame],
              detail: `${reset.provokedBecause}; ${duration(reset.instantNs - provoker.instantNs)} after it`,
            },
            ...soonerThanRoundTrip(subject, reset),
          ],
        },
        {
          claim: `The RST comes from ${ip}, but not from the machine that ${synAck === undefined ? 'had answered before' : 'accepted the connection'}`,
          evidence: [
            {
              input,
              frames: [
                ...new Set([...(synAck === undefined ? [] : [synAck.frame]), ...edges.frames, reset.frame]),
              ].sort((a, b) => a - b),
              detail: edges.because,
            },
          ],
        },
        {
          claim: `Two machines answer for ${ip}, and packets of one connection went to both: they are spread packet by packet, or the way changed`,
          evidence: [
            {
              input,
              frames: [reset.frame],
              detail: `kind A; ${noLongSilence(connection, gap)}, and no odd packet`,
            },
          ],
        },
      ],
      lookAlikes: lookAlikesOf(subject, reset, edges, gap),
      notes: ['It is rare: where the TTLs do not say so, look at firewalls and the path MTU first.'],
      next: [
        {
          why: 'from the originator: the same flow, again and again; answers from different routers at one hop, or the address and a router at one hop, show the split',
          command: `traceroute -T -q 4 -p ${connection.responder.port} ${connection.responder.ip}`,
        },
        {
          why: 'from the originator: TTLs that change between answers show two machines',
          command: `ping -c 20 ${connection.responder.ip}`,
        },
        {
          why: 'on each machine that has the address: the connection is seen at two of them',
          command: `tcpdump -ni any -s 128 '${captureFilter(connection)}'`,
        },
      ],
      remedies: remediesHere(entry, connection),
      group: `The connection was reset ${early ? 'right after its handshake' : 'in the middle'} by another machine with the same address, ${signTexts[edges.sign]}`,
      measures: [
        { name: "the RST's TTL less the end's", value: origin.difference },
        { name: 'seconds since the connection began', value: (reset.instantNs - connection.firstInstantNs) / 1e9 },
      ],
    };
  },
};

function lookAlikesOf(
  { connection, surroundings }: ConnectionSubject,
  reset: Reset,
  { sign, because }: Edges,
  gap: Gap | undefined,
): LookAlike[] {
  const { ip } = connection[reset.from];
  const lived = livedOn(connection, reset);
  const otherTtl = sign === 'in-connection' || sign === 'in-others' || sign === 'farther' || sign === 'in-handshake';
  const early = reset.before[reset.from].dataSegments === 0;
  return [
    {
      cause: 'injected-reset',
      excluded: true,
      because: 'the RST has exactly the shape of kind A, and answers a segment of the capture',
    },
    {
      cause: 'restart',
      excluded: otherTtl || lived !== undefined,
      because: otherTtl
        ? "the RST's TTL is not that of the machine that had the connection"
        : (lived?.because ?? 'the machine that had the connection may have lost it: its RST would look the same'),
    },
    ...(early && !otherTtl
      ? [
          {
            cause: 'backlog-overflow',
            excluded: lived !== undefined,
            because:
              lived === undefined
                ? 'a full accept queue resets right after the handshake, too'
                : `${lived.because}: a kernel that resets for a full queue forgets the attempt`,
          },
        ]
      : []),
    { cause: 'conntrack-invalid', excluded: true, because: 'no odd packet came right before' },
    { cause: 'idle-timeout', excluded: isSilenceKnown(connection, gap), because: noLongSilence(connection, gap) },
    firewallReject(sign, ip, because, originOf(connection, surroundings, reset).because),
  ];
}

function firewallReject(sign: Edges['sign'], ip: string, because: string, origin: string): LookAlike {
  const cause = 'firewall-reject';
  switch (sign) {
    case 'in-connection':
      return { cause, excluded: true, because };
    case 'in-others':
      return {
        cause,
        excluded: true,
        because: `SYN-ACKs or data of ${ip} in other connections have the RST's TTL; what a firewall on the way makes has its own`,
      };
    case 'in-handshake':
      return {
        cause,
        excluded: false,
        because: `a firewall or balancer that answers SYNs itself and passes the rest on would have this TTL, and reset so`,
      };
    case 'farther':
      return {
        cause,
        excluded: false,
        because: `the RST comes from farther than ${ip}; but a firewall whose packets come back by another way is not excluded`,
      };
    default:
      return {
        cause,
        excluded: false,
        because: `a REJECT rule on ${ip} itself, or of a box whose packets have that TTL, answers so without the socket's knowledge (${origin})`,
      };
  }
}
