import type { Connection, Reset } from '@fivewhys/connections';
import type { Cause } from '@fivewhys/evidence';
import { conntrackInvalid as entry } from '../catalogue/conntrack-invalid.ts';
import { remediesHere } from '../commands/remedies-here.ts';
import { oddSegmentBefore } from '../path/odd-segment.ts';
import { roundTripNs } from '../path/round-trip.ts';
import { duration, endpointText, framesText, kindText } from '../phrases.ts';
import { sentAfter } from '../reset/sent-after.ts';
import { answersSynAckOnly } from '../sender/answers-syn-ack-only.ts';
import { originOf } from '../sender/origin-of.ts';
import { isSilenceKnown, longSilenceNs, noLongSilence } from '../silence/long-silence.ts';
import { silenceBefore } from '../silence/silence-before.ts';
import type { ConnectionSubject } from '../subject.ts';
import { otherSide } from '../subject.ts';
import { byVantages } from './conntrack-invalid/by-vantages.ts';
import { weighLeak } from './conntrack-invalid/leaked-untranslated.ts';

/**
 * A NAT host calls a packet INVALID, does not translate it, and its own stack answers.
 *
 * Seen: in the middle of a transfer a kind A RST with a nearer TTL, right after an odd segment (beyond the window, impossible flags, on older kernels an old duplicate), and
 * more from the real end after it. In the other direction a packet of the responder arrives from its inner address, and the originator resets it (leaked-untranslated.ts).
 *
 * Implies: nf_conntrack's tcp_in_window or tcp_error said INVALID, so NAT was skipped (nf_nat_packet sees no connection) and the packet stayed addressed to the NAT host,
 * which has no such socket (RFC 9293 section 3.10.7.1).
 *
 * Alike: `idle-timeout` (a silence before), `firewall-reject` (no odd packet), `anycast-shift` (the TTL may differ in any direction).
 *
 * Settles it: on the NAT host `conntrack -S` (invalid) grows by two, TcpOutRsts by one.
 *
 * Shown by: captures/conntrack-invalid.pcap, captures/conntrack-invalid-leak.pcap.
 */
export const conntrackInvalid: Cause<ConnectionSubject> = {
  id: 'conntrack-invalid',
  title: 'connection tracking called a packet INVALID and NAT let it through to the wrong host',
  weigh(subject) {
    const { connection, reset, input, surroundings } = subject;
    const leak = weighLeak(subject);
    if (leak !== undefined) return leak;
    const leakElsewhere = byVantages(subject);
    if (leakElsewhere !== undefined) return leakElsewhere;
    if (reset === undefined) return { kind: 'excluded', because: 'there is no RST' };
    if (reset.kind !== 'A' || reset.deviations.length > 0) {
      return {
        kind: 'excluded',
        because: `the NAT host's answer is of kind A; this RST is ${reset.kind === 'A' ? `not: ${reset.deviations.join('; ')}` : `of ${kindText(reset.kind)}`}`,
      };
    }
    const origin = originOf(connection, surroundings, reset);
    const heldAgainstNothing = answersSynAckOnly(reset);
    if (heldAgainstNothing !== undefined) return { kind: 'excluded', because: heldAgainstNothing };
    const odd = oddSegmentBefore(connection, reset);
    if (origin.place !== 'nearer')
      return {
        kind: 'excluded',
        because: `a NAT host is nearer than the end behind it; here ${origin.because}`,
        // Of a connection that is seen from its beginning, and from both sides, an odd segment would have been seen.
        untold: origin.place === 'unknown' && (odd !== undefined || !isWholeBefore(connection, reset)),
      };
    if (odd === undefined) return { kind: 'excluded', because: 'no odd segment came right before the RST' };
    const receiver = otherSide(reset.from);
    const gap = silenceBefore(connection, reset.frame, receiver);
    if (gap !== undefined && gap.silenceNs >= longSilenceNs) {
      return { kind: 'excluded', because: `${duration(gap.silenceNs)} of silence came before` };
    }
    const after = sentAfter(connection, reset.frame, reset.from);
    const roundTrip = roundTripNs(connection, reset.from);
    const answerNs = reset.instantNs - odd.segment.instantNs;
    const { ip } = connection[reset.from];
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: `The connection to ${endpointText(connection.responder)} was cut off in the middle by a host that translates addresses: a packet for the ${reset.from} stayed addressed to that host`,
      sentBy: 'nat-host',
      whys: [
        {
          claim: `A RST in the ${reset.from}'s name ended the ${receiver}'s side`,
          evidence: [{ input, frames: [reset.frame], detail: reset.effectBecause }],
        },
        {
          claim: `It answers an odd segment of the ${receiver}`,
          evidence: [
            {
              input,
              frames: [odd.segment.frame, reset.frame],
              detail: `${odd.because}; its ack ${odd.segment.acknowledgment} = seq of the RST, ${duration(answerNs)} later${
                roundTrip === undefined
                  ? ''
                  : ` (the handshake took ${duration(roundTrip)} to the ${reset.from} and back)`
              }`,
            },
          ],
        },
        {
          claim: `${ip} as the connection knew it did not send it: a nearer host did, which had no such connection`,
          evidence: [
            { input, frames: [reset.frame], detail: origin.because },
            ...(after.length === 0
              ? []
              : [
                  {
                    input,
                    frames: after.slice(0, 4).map(({ frame }) => frame),
                    detail: `the ${reset.from} itself sent on after the RST, with its usual TTL ${after[0]?.ttl}`,
                  },
                ]),
          ],
        },
        {
          claim:
            'Connection tracking on that host called the odd segment INVALID, so it was not translated and its own stack answered',
          evidence: [
            {
              input,
              frames: [odd.segment.frame],
              detail: odd.oldDuplicate
                ? 'kernels before about 6.1 call an old duplicate INVALID'
                : 'every kernel calls such a segment INVALID (data beyond the window: unless nf_conntrack_tcp_be_liberal=1)',
            },
          ],
        },
      ],
      lookAlikes: [
        {
          cause: 'idle-timeout',
          excluded: isSilenceKnown(connection, gap),
          because: noLongSilence(connection, gap),
        },
        {
          cause: 'firewall-reject',
          excluded: true,
          because: `what was answered is the odd segment; ordinary ones of the ${receiver} had passed before it`,
        },
        {
          cause: 'anycast-shift',
          excluded: after.length > 0,
          because:
            after.length > 0
              ? `${framesText(after.slice(0, 4).map(({ frame }) => frame))} came from the same machine as before: the way had not changed`
              : 'nothing of the real end is seen after the RST: another machine with that address would answer an odd segment in the same way',
        },
        {
          cause: 'injected-reset',
          excluded: true,
          because: 'the RST has exactly the shape of kind A, and the number of the segment that it answers',
        },
      ],
      notes: odd.oldDuplicate
        ? ['Kernels from about 6.1 on translate an old duplicate all the same: ask which kernel the NAT host runs.']
        : [],
      next: [
        {
          why: 'on the host that translates, before and after a reset: `invalid` grows by two (the segment and the RST), TcpOutRsts by one',
          command: 'conntrack -S; nstat -az TcpOutRsts',
        },
        {
          why: 'on that host: the kernel log then names the reason of each INVALID packet',
          command: 'sysctl -w net.netfilter.nf_conntrack_log_invalid=6; dmesg -w | grep nf_ct_proto_6',
        },
      ],
      remedies: remediesHere(entry, connection),
      group: `The connection was cut off in the middle by a host that translates addresses, in the ${reset.from}'s name`,
      apart: `TTL ${reset.ttl}`,
      measures: [
        { name: 'seconds since the connection began', value: (reset.instantNs - connection.firstInstantNs) / 1e9 },
        { name: 'milliseconds from the odd segment to the RST', value: answerNs / 1e6 },
        { name: "the RST's TTL less the end's", value: origin.difference },
      ],
    };
  },
};

function isWholeBefore({ handshake }: Connection, { before, from }: Reset): boolean {
  return handshake.synFrame !== undefined && before[from].segments > 0;
}
