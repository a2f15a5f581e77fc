import { type Meaning, moved, still } from '../meaning.ts';
import { counter, ofResponder } from './counter.ts';

/** The two queues of a listener. */
export const listeners: readonly Meaning[] = [
  ofResponder(
    counter(
      'TcpExtListenOverflows',
      'The accept queue of a listener was full: a SYN was dropped for it, or the last ACK of a handshake.',
      [
        moved('raises', 'backlog-overflow', 'an accept queue of this host was full'),
        still('rules-out', 'backlog-overflow', 'no accept queue of this host was full'),
      ],
      'net/ipv4/tcp_input.c, tcp_conn_request; net/ipv4/tcp_ipv4.c, tcp_v4_syn_recv_sock; Documentation/networking/snmp_counter.rst',
      '+1 for each SYN while the queue is full (no RST, whatever tcp_abort_on_overflow is); +1 for each last ACK that finds it full (RST with tcp_abort_on_overflow=1)',
    ),
  ),
  ofResponder(
    counter(
      'TcpExtListenDrops',
      'A SYN or the last ACK of a handshake was dropped by a listener: its accept queue was full (then ListenOverflows moves too), its SYN queue was full and cookies are off, or there was no memory.',
      [
        moved('raises', 'backlog-overflow', 'a listener dropped attempts'),
        still('rules-out', 'backlog-overflow', 'no listener of this host dropped an attempt'),
      ],
      'net/ipv4/tcp_input.c, tcp_conn_request; net/ipv4/tcp_ipv4.c, tcp_listendrop',
      '+1 with each ListenOverflows; +7 alone for 12 SYNs at a backlog of 4 with cookies off',
    ),
  ),
  ofResponder(
    counter(
      'TcpExtEmbryonicRsts',
      'A handshake was reset before it was done: by this host (tcp_abort_on_overflow=1 and a full accept queue), or by a RST or a bad SYN that came for it.',
      [
        moved(
          'raises',
          'backlog-overflow',
          'handshakes were reset before they were done: with tcp_abort_on_overflow=1 that is a full accept queue',
        ),
      ],
      'net/ipv4/tcp_minisocks.c, tcp_check_req',
      '+1 for each handshake that tcp_abort_on_overflow=1 resets; +1 for a RST from the originator in SYN-RECV',
    ),
  ),
  ofResponder(
    counter(
      'TcpExtTCPReqQFullDrop',
      'The SYN queue of a listener was full and SYN cookies are off: the SYN was dropped.',
      [moved('raises', 'backlog-overflow', 'a SYN queue was full, so SYNs were dropped without an answer')],
      'net/ipv4/tcp_input.c, tcp_syn_flood_action',
      '+7 for 12 SYNs at a backlog of 4 with net.ipv4.tcp_syncookies=0',
    ),
  ),
  ofResponder(
    counter(
      'TcpExtTCPReqQFullDoCookies',
      'The SYN queue of a listener was full: SYNs were answered with cookies, without keeping a request.',
      [moved('raises', 'backlog-overflow', 'a SYN queue was full, so SYNs were answered with cookies')],
      'net/ipv4/tcp_input.c, tcp_syn_flood_action',
      '+7 for 12 SYNs at a backlog of 4 with net.ipv4.tcp_syncookies=1',
    ),
  ),
  ofResponder(
    counter(
      'TcpExtSyncookiesSent',
      'A SYN was answered with a cookie, since the SYN queue of its listener was full.',
      [moved('raises', 'backlog-overflow', 'a SYN queue was full, so SYNs were answered with cookies')],
      'net/ipv4/syncookies.c, cookie_v4_init_sequence; Documentation/networking/ip-sysctl.rst, tcp_syncookies',
      '+7 with TCPReqQFullDoCookies',
    ),
  ),
  ofResponder(
    counter(
      'TcpExtTCPFastOpenListenOverflow',
      'More requests with TCP Fast Open waited at a listener than its TCP_FASTOPEN queue holds: the data of the SYN was not taken.',
      [],
      'net/ipv4/tcp_fastopen.c, tcp_fastopen_queue_check',
    ),
  ),
];
