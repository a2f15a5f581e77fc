import type { IcmpNote } from '@fivewhys/connections';
import type { Fit, NextStep } from '@fivewhys/evidence';
import { firewallReject as entry } from '../../catalogue/firewall-reject.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { icmpName } from '../../path/icmp-names.ts';
import { duration, endpointText } from '../../phrases.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { otherSide } from '../../subject.ts';
import { isRefusal } from './is-refusal.ts';

/** An ICMP error that only a rule sends for TCP. */
export function byIcmp({ connection, input }: ConnectionSubject, refusal: IcmpNote): Fit {
  const name = icmpName(refusal.family, refusal.type, refusal.code);
  const target = connection[otherSide(refusal.about)];
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
      : `${open ? 'The open connection' : 'Connection attempts'} to ${endpointText(connection.responder)} ${open ? 'was' : 'were'} refused by an ICMP error: ${name}`,
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

function rulesOf(address: string): NextStep {
  return {
    why: `run on ${address}: shows the rules that reject, with their counters`,
    command: 'nft list ruleset | grep -n -B3 reject; iptables-save -c | grep REJECT',
  };
}
