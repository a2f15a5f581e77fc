import type { Cause } from '@fivewhys/evidence';
import { anycastShift as entry } from '../catalogue/anycast-shift.ts';
import { edgesOf } from '../edges.ts';
import { oddSegmentBefore } from '../odd-segment.ts';
import {
  captureFilter,
  longSilenceNs,
  noLongSilence,
  originOf,
  otherEnd,
  remediesHere,
  silenceBefore,
} from '../path-facts.ts';
import { duration, endpointText, kindText } from '../phrases.ts';
import type { ConnectionSubject } from '../subject.ts';

/** What shows the other machine, by its sign. */
const signTexts = {
  'in-connection': 'as two TTLs within the connection show',
  'in-others': 'whose TTL other connections of the address have',
  farther: 'which is farther away',
} as const;

/**
 * Packets of one connection reach two machines behind one address.
 *
 * Seen: a kind A RST answers an ordinary segment, and its TTL is not that of the connection's other packets, but farther away, or the one that the address has in other
 * connections; or SYN-ACK and data differ. No silence, no odd packet before; a new connection works.
 *
 * Implies: the second machine knows nothing of the connection (RFC 9293 section 3.10.7.1). The way to the address was split packet by packet, or changed.
 *
 * Alike: `injected-reset`, `restart` (equal TTLs), `conntrack-invalid` (an odd packet before), `firewall-reject` (always nearer).
 *
 * Settles it: several probes with the same flow identifier that are answered by different routers or with different TTLs.
 *
 * Shown by: captures/anycast-shift.pcap.
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
      return { kind: 'excluded', because: 'no sign of two machines behind one address in the TTLs' };
    const provoker = connection.segments.find(({ frame }) => frame === reset.provokedBy);
    if (provoker === undefined)
      return { kind: 'excluded', because: 'no segment of the capture is what the RST answers' };
    const gap = silenceBefore(connection, reset.frame, otherEnd(reset.from));
    if (gap !== undefined && gap.silenceNs >= longSilenceNs && edges.sign === 'farther') {
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
      directness: 'direct',
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
          ],
        },
        {
          claim: `The RST comes from ${ip}, but not from the machine that ${synAck === undefined ? 'had answered before' : 'accepted the connection'}`,
          evidence: [
            {
              input,
              frames: [...(synAck === undefined ? [] : [synAck.frame]), reset.frame],
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
              detail: `kind A; ${noLongSilence(gap)}, and no odd packet`,
            },
          ],
        },
      ],
      lookAlikes: [
        {
          cause: 'injected-reset',
          excluded: true,
          because: 'the RST has exactly the shape of kind A, and answers a segment of the capture',
        },
        {
          cause: 'restart',
          excluded: true,
          because: "the RST's TTL is not that of the machine that had the connection",
        },
        { cause: 'conntrack-invalid', excluded: true, because: 'no odd packet came right before' },
        {
          cause: 'idle-timeout',
          excluded: true,
          because: noLongSilence(gap),
        },
        {
          cause: 'firewall-reject',
          excluded: edges.sign !== 'farther',
          because:
            edges.sign === 'in-connection'
              ? 'packets that are no RSTs differ in their TTL, too'
              : edges.sign === 'in-others'
                ? `SYN-ACKs or data of ${ip} in other connections have the RST's TTL; what a firewall on the way makes has its own`
                : `the RST comes from farther than ${ip}; but a firewall whose packets come back by another way is not excluded`,
        },
      ],
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
