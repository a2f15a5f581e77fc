import { readSilence } from '@fivewhys/connections';
import type { Cause } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../subject.ts';
import { byReset } from './backlog-overflow/by-reset.ts';
import { bySynAcks } from './backlog-overflow/by-syn-acks.ts';
import { bySyns } from './backlog-overflow/by-syns.ts';

/**
 * The accept queue of the listener is full.
 *
 * Seen: with tcp_abort_on_overflow=1 a kind A RST one round trip after the handshake, seq = the responder's ISN + 1, before any data of it. By default no RST: the SYN-ACK is
 * repeated after the originator's ACK and data, which stay unacknowledged.
 *
 * Implies: tcp_v4_syn_recv_sock found the queue full (ListenOverflows) and left the ACK aside, or reset it (tcp_check_req).
 *
 * Alike: `firewall-drop` (no answer at all), `anycast-shift` (another TTL), `restart`.
 *
 * Settles it: ListenOverflows, and Recv-Q above Send-Q in `ss -ltn`.
 *
 * Shown by: captures/backlog-overflow-abort.pcap, captures/backlog-overflow.pcap.
 */
export const backlogOverflow: Cause<ConnectionSubject> = {
  id: 'backlog-overflow',
  title: 'the accept queue overflowed',
  weigh(subject) {
    const silence = readSilence(subject.connection);
    if (silence?.kind === 'repeated-syn-ack') return bySynAcks(subject, silence);
    if (silence?.kind === 'unanswered-syn') return bySyns(subject, silence.tries);
    return byReset(subject);
  },
};
