import { row } from './event-row.ts';
import { type Meaning, seen } from './meaning.ts';

const message = row('kernel-message');
/** What the kernel writes to its log. */
export const messageMeanings: readonly Meaning[] = [
  message(
    'conntrack-invalid',
    'conntrack called this packet INVALID and wrote it down (net.netfilter.nf_conntrack_log_invalid=6).',
    [seen('raises', 'conntrack-invalid', 'conntrack called this packet INVALID, so NAT leaves it untranslated')],
    'net/netfilter/nf_conntrack_proto_tcp.c, nf_tcp_log_invalid, tcp_error; Documentation/networking/nf_conntrack-sysctl.rst',
    '"SEQ is over upper bound", "ACK is over upper bound", "invalid tcp flag combination", "invalid new", "bad checksum", each with `invalid` moving',
  ),
  message(
    'conntrack-ignored',
    'A packet does not fit what conntrack knows of its connection; it was written down, and in newer kernels let through and translated all the same.',
    [],
    'net/netfilter/nf_conntrack_proto_tcp.c, tcp_in_window, nf_conntrack_tcp_packet',
    '"SEQ is under lower bound", "ignored ACK under lower bound" and "packet (index 0) in dir 0 ignored, state CLOSE" came without `invalid` moving',
  ),
  message(
    'conntrack-table-full',
    'The table of conntrack was full, and the first packet of a new connection was dropped. Written at most a few times in 5 s, so the count of lines is not that of packets.',
    [seen('raises', 'conntrack-table-full', 'the table of conntrack was full and a packet was dropped')],
    'net/netfilter/nf_conntrack_core.c, __nf_conntrack_alloc',
    'one line and `drop` +1 for each SYN at 200 entries of 200; the line names the network namespace',
  ),
  message(
    'syn-flooding',
    'The SYN queue of a listener was full. Written once for each listener, flood or not: a backlog that is too small does it too.',
    [seen('raises', 'backlog-overflow', 'the SYN queue of a listener was full')],
    'net/ipv4/tcp_input.c, tcp_syn_flood_action',
    'at the sixth SYN for a backlog of 4: "Sending cookies", with cookies off "Dropping request"',
  ),
  message(
    'tcp-out-of-memory',
    'TCP used more memory than net.ipv4.tcp_mem allows: sockets are reset when their program closes them.',
    [],
    'net/ipv4/tcp.c, tcp_check_oom; Documentation/networking/ip-sysctl.rst, tcp_mem',
  ),
  message(
    'too-many-orphans',
    'More sockets without a program than net.ipv4.tcp_max_orphans: further ones are reset at once.',
    [],
    'net/ipv4/tcp.c, tcp_check_oom; Documentation/networking/ip-sysctl.rst, tcp_max_orphans',
  ),
  message(
    'time-wait-overflow',
    'More TIME_WAIT sockets than net.ipv4.tcp_max_tw_buckets. Older kernels write this line; newer ones only count TCPTimeWaitOverflow.',
    [seen('raises', 'connection-churn', 'there were more TIME_WAIT sockets than net.ipv4.tcp_max_tw_buckets')],
    'net/ipv4/tcp_minisocks.c, tcp_time_wait; Documentation/networking/ip-sysctl.rst, tcp_max_tw_buckets',
  ),
  message(
    'process-killed-for-memory',
    'The kernel, or the memory limit of a control group, killed a process: its sockets are closed, with a RST where bytes were unread.',
    [seen('raises', 'process-killed', 'the kernel killed a process for want of memory')],
    'mm/oom_kill.c, __oom_kill_process',
  ),
  message(
    'process-crashed',
    'A process was ended by a segmentation fault: its sockets are closed, with a RST where bytes were unread.',
    [seen('raises', 'process-killed', 'a process crashed')],
    'arch/x86/mm/fault.c, show_signal_msg',
  ),
  message(
    'netfilter-log',
    'A LOG rule wrote this packet down. What became of it only the rule that follows tells, or the prefix that people gave it.',
    [],
    'net/netfilter/nf_log_syslog.c, nf_log_ip_packet',
    'a rule with `log prefix "BLOCKED: "` and one with `log flags all`',
  ),
];

const drop = row('drop-reason');
const skbTrace = 'include/net/dropreason-core.h; include/trace/events/skb.h, kfree_skb';
/** Why the kernel says that it dropped a packet: the reason of `skb:kfree_skb`, in newer kernels. It names no addresses. */
export const dropReasonMeanings: readonly Meaning[] = [
  drop(
    'NETFILTER_DROP',
    'A rule of netfilter dropped the packet, or conntrack did.',
    [
      seen('raises', 'firewall-drop', 'netfilter on this host dropped packets'),
      seen(
        'raises',
        'firewall-reject',
        'netfilter on this host dropped packets; the packet that a REJECT rule answers is freed so too',
      ),
      seen(
        'raises',
        'conntrack-table-full',
        'netfilter on this host dropped packets, as it does when the table of conntrack is full',
      ),
    ],
    skbTrace,
    'in nft_do_chain for a SYN that a rule drops, and for one that a rule rejects with a RST; in nf_hook_slow for each SYN at a full table of conntrack',
  ),
  drop(
    'TCP_LISTEN_OVERFLOW',
    'The accept queue of a listener was full.',
    [seen('raises', 'backlog-overflow', 'the accept queue of a listener was full')],
    skbTrace,
  ),
  drop(
    'TCP_RFC7323_TW_PAWS',
    'TIME_WAIT refused a segment with an older timestamp.',
    [seen('raises', 'time-wait-reuse', 'TIME_WAIT refused segments with older timestamps')],
    skbTrace,
  ),
  drop(
    'IP_RPFILTER',
    'The reverse path filter dropped the packet.',
    [seen('raises', 'firewall-drop', 'the reverse path filter of this host dropped packets')],
    skbTrace,
  ),
  drop(
    'PKT_TOO_BIG',
    'The packet was larger than the next link or the path allows.',
    [seen('raises', 'path-mtu-black-hole', 'packets were dropped for their size')],
    skbTrace,
  ),
  drop('TCP_CSUM', 'The checksum of the segment was wrong.', [], skbTrace, 'for a segment with a wrong checksum'),
  drop('TCP_OLD_SEQUENCE', 'An old duplicate.', [], skbTrace, 'for data that had been acknowledged long before'),
  drop('TCP_RFC7323_PAWS', 'An older timestamp on an open connection.', [], skbTrace),
  drop('TCP_INVALID_SEQUENCE', 'The segment lies outside the window.', [], skbTrace),
  drop('SOCKET_RCVBUFF', 'The receive buffer was full.', [], skbTrace),
];

const socket = row('socket-state');
/** What the list of `ss` shows at the moment at which it was made. */
export const socketMeanings: readonly Meaning[] = [
  socket(
    'accept-queue-full',
    'A listener has more connections waiting than it may (Recv-Q above Send-Q of a LISTEN row): the next SYN is dropped.',
    [seen('raises', 'backlog-overflow', 'more connections wait to be accepted than this listener may have')],
    'include/net/sock.h, sk_acceptq_is_full; net/ipv4/tcp_diag.c, tcp_diag_get_info',
    'Recv-Q 3 and Send-Q 2 at a backlog of 2 that nobody accepts from',
  ),
  socket(
    'time-wait',
    'This end holds the 4-tuple in TIME_WAIT.',
    [seen('raises', 'time-wait-reuse', 'this end held the 4-tuple in TIME_WAIT when the list was made')],
    'net/ipv4/tcp_minisocks.c, tcp_time_wait',
    'a TIME-WAIT row with timer:(timewait,…) on the end that closed first',
  ),
  socket(
    'still-open',
    'This end holds the connection open.',
    [seen('raises', 'half-open', 'this end held the connection open when the list was made')],
    'net/ipv4/tcp_diag.c',
    'an ESTAB row',
  ),
  socket(
    'unread-bytes',
    'Bytes of the connection wait to be read by the program: closed now, it would be reset.',
    [seen('raises', 'unread-data', 'bytes waited to be read when the list was made; a close then is a reset')],
    'net/ipv4/tcp.c, __tcp_close; net/ipv4/tcp_diag.c, tcp_diag_get_info',
    'Recv-Q 5444 of an ESTAB row whose program does not read',
  ),
  socket(
    'listening',
    'A program listens on the address and port.',
    [seen('sinks', 'closed-port', 'a program listened there when the list was made')],
    'net/ipv4/inet_connection_sock.c, inet_csk_listen_start',
    'a LISTEN row',
  ),
  socket(
    'entries-at-limit',
    'conntrack holds as many entries as net.netfilter.nf_conntrack_max allows.',
    [seen('raises', 'conntrack-table-full', 'conntrack held as many entries as it may when they were counted')],
    'net/netfilter/nf_conntrack_core.c, __nf_conntrack_alloc',
    '200 of 200',
  ),
];
