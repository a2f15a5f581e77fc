import { readSilence, type Silence } from '@fivewhys/connections';
import type { Cause } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../subject.ts';
import { ofAttempt } from './firewall-drop/of-attempt.ts';
import { ofOpenConnection } from './firewall-drop/of-open-connection.ts';

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
        return ofAttempt(subject, silence);
      case 'unacknowledged-data':
        return ofOpenConnection(subject, silence);
      case 'repeated-syn-ack':
        return { kind: 'excluded', because: 'the responder was heard, and repeated its SYN-ACK' };
    }
  },
};

function speakerOf(silence: Silence): 'originator' | 'responder' {
  return silence.kind === 'unacknowledged-data' ? silence.from : 'originator';
}
