import { type Meaning, moved, still } from '../meaning.ts';
import { counter, ofReceiver, ofSender } from './counter.ts';

/** Resets and aborts: who sent a RST, and why. */
export const resets: readonly Meaning[] = [
  ofSender(
    counter(
      'TcpOutRsts',
      'This host sent a RST: for a segment without a usable socket, or when it aborted a socket of its own. A REJECT rule of netfilter does not count here, not even on the host itself.',
      [
        moved('sinks', 'firewall-reject', 'this host itself sent RSTs, and a REJECT rule does not move it'),
        moved('sinks', 'injected-reset', 'this host itself sent RSTs'),
        ...[
          'closed-port',
          'restart',
          'late-data',
          'keep-alive-race',
          'unread-data',
          'linger-zero',
          'socket-destroyed',
        ].map((cause) => still('rules-out', cause, 'this host sent no RST at all')),
        still(
          'raises',
          'firewall-reject',
          'this host sent no RST: one with its address was made elsewhere, or by a REJECT rule',
        ),
        still('raises', 'injected-reset', 'this host sent no RST: one with its address was made elsewhere'),
      ],
      'net/ipv4/tcp_ipv4.c, tcp_v4_send_reset; net/ipv4/tcp_output.c, tcp_send_active_reset; net/ipv4/netfilter/nf_reject_ipv4.c, nf_send_reset',
      '+1 for a SYN to a closed port, close with unread data, SO_LINGER 0, late data, `ss -K`, a keep-alive timeout; +0 for REJECT on a router and on the host',
    ),
  ),
  counter(
    'TcpEstabResets',
    'A connection left ESTABLISHED or CLOSE-WAIT for CLOSED at once: a RST was accepted, or a socket of this host was aborted. netstat calls it "connection resets received", which is half of it.',
    [
      ...['unread-data', 'linger-zero', 'socket-destroyed', 'keepalive-dead'].map((cause) =>
        still('sinks', cause, 'no established connection of this host was reset or aborted'),
      ),
    ],
    'net/ipv4/tcp.c, tcp_set_state',
    '+1 on both ends for close with unread data and SO_LINGER 0; +1 on the receiver of an exact RST, +0 for one that is in the window but not exact',
  ),
  ofReceiver(
    counter(
      'TcpAttemptFails',
      'A connection went from SYN-SENT or SYN-RECV to CLOSED: an attempt of this host was refused, or one of a peer was reset before it was done.',
      [
        moved('raises', 'closed-port', 'attempts were refused or reset'),
        moved('raises', 'firewall-reject', 'attempts were refused or reset'),
        still('sinks', 'closed-port', 'no attempt of this host was refused'),
      ],
      'net/ipv4/tcp.c, tcp_done; net/ipv4/tcp_minisocks.c, tcp_check_req',
      '+1 on the originator for a closed port and for REJECT; +1 on the responder for a RST in SYN-RECV',
    ),
  ),
  ofSender(
    counter(
      'TcpExtTCPAbortOnClose',
      'A program closed a socket, or its process ended, with received bytes unread: the socket is reset at once.',
      [
        moved('raises', 'unread-data', 'a socket was closed with received bytes unread'),
        moved('raises', 'process-killed', 'the end of a process with received bytes unread counts here too'),
        moved('raises', 'client-abort', 'on the originator: it closed with bytes of the answer unread'),
        still('rules-out', 'unread-data', 'no socket of this host was closed with bytes unread'),
        still(
          'sinks',
          'process-killed',
          'no process ended with bytes unread; one that had read everything leaves no trace here',
        ),
      ],
      'net/ipv4/tcp.c, __tcp_close',
      '+1 for close with unread data, for SO_LINGER 0 with unread data, and for SIGKILL with unread data; +0 for SIGKILL with an empty queue',
    ),
  ),
  ofSender(
    counter(
      'TcpExtTCPAbortOnData',
      'SO_LINGER 0 on close (without unread data), or data that arrived for a socket in FIN-WAIT-1 or FIN-WAIT-2 whose program had closed it, or TCP_LINGER2 below 0 after the FIN was acknowledged.',
      [
        moved('raises', 'linger-zero', 'a socket was closed with SO_LINGER 0, or data arrived after the close'),
        moved(
          'raises',
          'keep-alive-race',
          'data arrived for a closed socket before its FIN was acknowledged, or a socket was closed with SO_LINGER 0',
        ),
        moved('raises', 'client-abort', 'on the originator: an abort by SO_LINGER 0'),
        still('rules-out', 'linger-zero', 'no socket without unread bytes was closed with SO_LINGER 0'),
        still('rules-out', 'keep-alive-race', 'no data arrived for a socket that was closed and still in FIN-WAIT'),
      ],
      'net/ipv4/tcp.c, __tcp_close; net/ipv4/tcp_input.c, tcp_rcv_state_process',
      '+1 for SO_LINGER 0, also with bytes unsent; +1 for a request that crossed the FIN; +1 for TCP_LINGER2 -1; +0 for data after the FIN was acknowledged',
    ),
  ),
  ofSender(
    counter(
      'TcpExtTCPAbortOnTimeout',
      'A connection was given up by a timer: retransmissions, keep-alive, TCP_USER_TIMEOUT. Only the keep-alive timer sends a RST.',
      [
        moved('raises', 'keepalive-dead', 'connections were given up by a timer'),
        moved('raises', 'firewall-drop', 'connections were given up by a timer: what they sent was never acknowledged'),
        moved(
          'raises',
          'path-mtu-black-hole',
          'connections were given up by a timer: what they sent was never acknowledged',
        ),
        moved('raises', 'idle-timeout', 'connections were given up by a timer: what they sent was never acknowledged'),
        still('rules-out', 'keepalive-dead', 'no connection was given up by a timer'),
      ],
      'net/ipv4/tcp_timer.c, tcp_write_err; Documentation/networking/snmp_counter.rst',
      '+1 for unanswered keep-alive probes (with a RST) and for TCP_USER_TIMEOUT (without)',
    ),
  ),
  ofSender(
    counter(
      'TcpExtTCPAbortOnLinger',
      'A socket closed by its program reached FIN-WAIT-2 with TCP_LINGER2 below 0, so it was reset and not kept. Where the FIN is acknowledged after the close, TCPAbortOnData moves instead.',
      [moved('raises', 'application-abort', 'a program asked with TCP_LINGER2 for a reset instead of FIN-WAIT-2')],
      'net/ipv4/tcp.c, __tcp_close; Documentation/networking/snmp_counter.rst',
    ),
  ),
  ofSender(
    counter(
      'TcpExtTCPAbortOnMemory',
      'A socket whose program had closed it was reset because there were more orphans than net.ipv4.tcp_max_orphans, or TCP used more memory than the third number of net.ipv4.tcp_mem.',
      [],
      'net/ipv4/tcp.c, __tcp_close, tcp_check_oom; Documentation/networking/snmp_counter.rst',
    ),
  ),
  ofSender(
    counter(
      'TcpExtTCPAbortFailed',
      'A RST should have been sent and could not, mostly for want of memory.',
      [],
      'net/ipv4/tcp_output.c, tcp_send_active_reset; Documentation/networking/snmp_counter.rst',
    ),
  ),
];
