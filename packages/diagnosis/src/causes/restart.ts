import type { Cause } from '@fivewhys/evidence';
import { senderOf } from '../sender/sender.ts';
import type { ConnectionSubject } from '../subject.ts';
import { byLostConnection } from './restart/by-lost-connection.ts';
import { byRefusal } from './restart/by-refusal.ts';

/**
 * The service was restarted, or lost its state.
 *
 * Seen: old connections to one responder get a kind A RST on their next packet, each once, without a FIN, from as far away as before; in between SYNs may be refused; new connections
 * work. Or only that: SYNs are refused for a while on a port that accepts connections before and after.
 *
 * Implies: the host has no socket for these connections any more (RFC 9293 section 3.10.7.1). A process that ends closes its connections itself, so either its last words were lost, or
 * it was the host, the container, or the address that began anew elsewhere.
 *
 * Alike: `anycast-shift` (another machine behind the same address, as far away); `idle-timeout` (another box; its TTL differs); `firewall-reject` on the host itself.
 *
 * Settles it: `uptime` of the host and the start of the process against the instants of the RSTs.
 *
 * Shown by: captures/restart.pcap.
 */
export const restart: Cause<ConnectionSubject> = {
  id: 'restart',
  title: 'the service was restarted or lost its state',
  weigh(subject) {
    const { reset } = subject;
    if (reset === undefined) return { kind: 'excluded', because: 'there is no RST' };
    if (reset.from !== 'responder') return { kind: 'excluded', because: 'the RST came from the originator' };
    const sender = senderOf(subject, reset);
    if (sender.ttl === 'different') return { kind: 'excluded', because: sender.because };
    if (reset.kind === 'B') return byRefusal(subject, reset);
    return byLostConnection(subject, reset, sender);
  },
};
