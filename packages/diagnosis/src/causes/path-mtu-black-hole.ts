import type { Cause } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../subject.ts';
import { byUnarrived } from './path-mtu-black-hole/by-unarrived.ts';
import { fitOfGotRound } from './path-mtu-black-hole/fit-of-got-round.ts';
import { gotRound } from './path-mtu-black-hole/got-round.ts';
import { weighStuck } from './path-mtu-black-hole/weigh-stuck.ts';
import { wentOnSmaller } from './path-mtu-black-hole/went-on-smaller.ts';

/**
 * Large packets vanish, and nobody says so.
 *
 * Seen: handshake and small segments pass; a segment above some size is sent again at growing intervals and is never acknowledged; no ICMP "fragmentation needed" or "packet
 * too big" comes back. A reset, if any, comes seconds later from a time-out. Or the sender goes over to smaller segments after some time-outs, and these are acknowledged:
 * nothing fails, but it took seconds. Behind the narrow link, only that full segments are missing until they come in smaller pieces, or never: then ACKs bear numbers beyond what came.
 *
 * Implies: a link on the way takes only smaller packets, and what says so is filtered (RFC 2923 section 2.1).
 *
 * Alike: `firewall-drop` (small packets are lost, too); random loss (some large ones pass, and intervals do not grow without end); segments that the network card cuts, of which only the first part is sent again.
 *
 * Settles it: `ping -M do` with falling sizes.
 *
 * Shown by: captures/path-mtu-black-hole-ipv6.pcap, path-mtu-probing.pcap, and path-mtu-probing-responder.pcap behind the narrow link.
 */
export const pathMtuBlackHole: Cause<ConnectionSubject> = {
  id: 'path-mtu-black-hole',
  title: 'large packets vanish and nobody says so',
  weigh(subject) {
    const stuck = weighStuck(subject);
    const { connection, reset, input } = subject;
    const unarrived = stuck.kind === 'fits' ? undefined : byUnarrived(subject);
    if (unarrived !== undefined) return unarrived;
    const resent = stuck.kind === 'fits' ? undefined : gotRound(connection);
    if (resent === undefined) return stuck;
    if (reset === undefined) return fitOfGotRound(connection, resent, input);
    return { kind: 'excluded', because: wentOnSmaller(resent) };
  },
};
