import { row } from './event-row.ts';
import { type Meaning, seen } from './meaning.ts';

const reset = (...args: Parameters<ReturnType<typeof row>>): Meaning => ({
  ...row('reset-reason')(...args),
  speaksOf: 'sender',
});
/** What ends a socket by closing it. */
const notByItsProgram = ['linger-zero', 'application-abort', 'process-killed', 'unread-data'] as const;
const tcpTrace = 'include/net/rstreason.h; include/trace/events/tcp.h, tcp_send_reset';
/**
 * Why the kernel says that it sent a RST: the reason of `tcp:tcp_send_reset`, in newer kernels; where the state of the socket tells more, with that. 6.18 has them all; the first kernels with a reason left many
 * NOT_SPECIFIED.
 */
export const resetReasonMeanings: readonly Meaning[] = [
  reset(
    'any',
    'The kernel sent a RST, whatever the reason. A REJECT rule fires no such event.',
    [
      seen('rules-out', 'injected-reset', 'the kernel of this host itself sent the RST'),
      seen(
        'rules-out',
        'firewall-reject',
        'the kernel of this host itself sent the RST, and a REJECT rule fires no such event',
      ),
    ],
    `${tcpTrace}; net/ipv4/netfilter/nf_reject_ipv4.c, nf_send_reset`,
    'for each RST that was made to happen but the one of a REJECT rule',
  ),
  reset(
    'NO_SOCKET',
    'There was no socket for the segment.',
    [
      seen('raises', 'closed-port', 'there was no socket for the segment'),
      seen('raises', 'restart', 'there was no socket for the segment'),
      seen(
        'raises',
        'conntrack-invalid',
        'there was no socket for the segment: on a NAT host, one that was left untranslated',
      ),
      seen('raises', 'anycast-shift', 'there was no socket for the segment'),
    ],
    tcpTrace,
    'for a SYN to a closed port, a segment for a socket that is gone, and on a masquerading router for an INVALID packet',
  ),
  reset(
    'TCP_TIMEWAIT_SOCKET',
    'Data came for a socket in FIN-WAIT-2 or TIME-WAIT that no program holds any more.',
    [seen('raises', 'late-data', 'data came after this end had closed and its FIN had been acknowledged')],
    tcpTrace,
    'for data after the FIN was acknowledged',
  ),
  reset(
    'TCP_ABORT_ON_DATA',
    'Data came for a socket that its program had closed.',
    [
      seen(
        'raises',
        'keep-alive-race',
        'data came for a socket that its program had closed, before the FIN was acknowledged',
      ),
    ],
    tcpTrace,
    'for a request that crossed the FIN',
  ),
  reset(
    'TCP_ABORT_ON_CLOSE',
    'A socket was closed with bytes unread.',
    [
      seen('raises', 'unread-data', 'the socket was closed with bytes unread'),
      seen('raises', 'process-killed', 'the socket was closed with bytes unread, by its program or because that ended'),
    ],
    tcpTrace,
    'for close with unread data',
  ),
  reset(
    'TCP_STATE',
    'The state of the connection asked for a RST: close with SO_LINGER 0, or the socket was destroyed from outside.',
    [
      seen('raises', 'linger-zero', 'the program closed with SO_LINGER 0, or the socket was destroyed from outside'),
      seen(
        'raises',
        'socket-destroyed',
        'the socket was destroyed from outside, or the program closed with SO_LINGER 0',
      ),
    ],
    tcpTrace,
    'for SO_LINGER 0 (state TCP_CLOSE) and for `ss -K` (state TCP_ESTABLISHED)',
  ),
  ...['TCP_ESTABLISHED', 'TCP_CLOSE_WAIT'].map((state) =>
    reset(
      `TCP_STATE in ${state}`,
      'A socket was aborted while it was open: from outside, as `ss -K` and agents do. A close or a disconnect of its own program puts it to CLOSED before it sends the RST.',
      [
        seen(
          'raises',
          'socket-destroyed',
          'the socket was still open when it was aborted: it was destroyed from outside',
        ),
        ...notByItsProgram.map((cause) =>
          seen(
            'rules-out',
            cause,
            'the socket was still open when it was aborted; a close or a disconnect of its program puts it to CLOSED first',
          ),
        ),
      ],
      'net/ipv4/tcp.c, tcp_abort, tcp_disconnect; include/trace/events/tcp.h, tcp_send_reset',
      state === 'TCP_ESTABLISHED' ? 'for `ss -K`; the line names the process `ss`' : undefined,
    ),
  ),
  reset(
    'TCP_STATE in TCP_CLOSE',
    'A socket was put to CLOSED by its own program, and that asked for a RST: close with SO_LINGER 0, or a disconnect.',
    [
      seen('raises', 'linger-zero', 'the socket was closed by its own program first, with SO_LINGER 0'),
      seen('rules-out', 'socket-destroyed', 'the socket was closed by its own program, and not destroyed from outside'),
    ],
    'net/ipv4/tcp.c, __tcp_close, tcp_disconnect; include/trace/events/tcp.h, tcp_send_reset',
    'for SO_LINGER 0',
  ),
  reset(
    'TCP_ABORT_ON_LINGER',
    'TCP_LINGER2 below 0: the socket was reset instead of waiting in FIN-WAIT-2.',
    [seen('raises', 'application-abort', 'the program asked with TCP_LINGER2 for a reset instead of FIN-WAIT-2')],
    tcpTrace,
  ),
  reset('TCP_ABORT_ON_MEMORY', 'Too many orphans, or TCP out of memory.', [], tcpTrace),
  reset(
    'TCP_KEEPALIVE_TIMEOUT',
    'Keep-alive probes went unanswered.',
    [seen('raises', 'keepalive-dead', 'keep-alive probes went unanswered')],
    tcpTrace,
  ),
  reset(
    'TCP_FLAGS',
    'A segment that begins no connection came for a listener.',
    [
      seen('raises', 'restart', 'a segment of a connection that this end does not know came for a listener'),
      seen('raises', 'anycast-shift', 'a segment of a connection that this end does not know came for a listener'),
    ],
    tcpTrace,
  ),
  reset(
    'TCP_INVALID_ACK_SEQUENCE',
    'The answer to a SYN acknowledged something else.',
    [
      seen(
        'raises',
        'time-wait-reuse',
        'the answer to the SYN acknowledged something else: an ACK of an older connection',
      ),
      seen('raises', 'half-open', 'the answer to the SYN acknowledged something else: an ACK of an older connection'),
    ],
    tcpTrace,
  ),
];
