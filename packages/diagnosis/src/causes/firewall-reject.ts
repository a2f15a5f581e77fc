import type { Cause } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../subject.ts';
import { byIcmp } from './firewall-reject/by-icmp.ts';
import { byReset } from './firewall-reject/by-reset.ts';
import { byVantages } from './firewall-reject/by-vantages.ts';
import { isRefusal } from './firewall-reject/is-refusal.ts';

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
    const alone = byReset(subject, subject.reset);
    return alone.kind === 'fits' ? alone : (byVantages(subject, subject.reset) ?? alone);
  },
};
