import { type Meaning, moved, still } from './meaning.ts';

/** All measurements: Linux 6.18.44, three network namespaces in a row, IPv4 over veth, one event at a time between two `nstat -asz`. */
const on = 'Linux 6.18';

const counter = (name: string, event: string, says: Meaning['says'], source: string, measured?: string): Meaning => ({
  kind: 'counter',
  name,
  event,
  says,
  source,
  measured: measured === undefined ? undefined : `${on}: ${measured}`,
});

/** Resets and aborts: who sent a RST, and why. */
const resets: readonly Meaning[] = [
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
      still(
        'sinks',
        'linger-zero',
        'no close with SO_LINGER 0; one with bytes unread counts as TCPAbortOnClose instead',
      ),
      still('rules-out', 'keep-alive-race', 'no data arrived for a socket that was closed and still in FIN-WAIT'),
    ],
    'net/ipv4/tcp.c, __tcp_close; net/ipv4/tcp_input.c, tcp_rcv_state_process',
    '+1 for SO_LINGER 0, also with bytes unsent; +1 for a request that crossed the FIN; +1 for TCP_LINGER2 -1; +0 for data after the FIN was acknowledged',
  ),
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
  counter(
    'TcpExtTCPAbortOnLinger',
    'A socket closed by its program reached FIN-WAIT-2 with TCP_LINGER2 below 0, so it was reset and not kept. Where the FIN is acknowledged after the close, TCPAbortOnData moves instead.',
    [moved('raises', 'application-abort', 'a program asked with TCP_LINGER2 for a reset instead of FIN-WAIT-2')],
    'net/ipv4/tcp.c, __tcp_close; Documentation/networking/snmp_counter.rst',
  ),
  counter(
    'TcpExtTCPAbortOnMemory',
    'A socket whose program had closed it was reset because there were more orphans than net.ipv4.tcp_max_orphans, or TCP used more memory than the third number of net.ipv4.tcp_mem.',
    [],
    'net/ipv4/tcp.c, __tcp_close, tcp_check_oom; Documentation/networking/snmp_counter.rst',
  ),
  counter(
    'TcpExtTCPAbortFailed',
    'A RST should have been sent and could not, mostly for want of memory.',
    [],
    'net/ipv4/tcp_output.c, tcp_send_active_reset; Documentation/networking/snmp_counter.rst',
  ),
];

/** The two queues of a listener. */
const listeners: readonly Meaning[] = [
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
  counter(
    'TcpExtTCPReqQFullDrop',
    'The SYN queue of a listener was full and SYN cookies are off: the SYN was dropped.',
    [moved('raises', 'backlog-overflow', 'a SYN queue was full, so SYNs were dropped without an answer')],
    'net/ipv4/tcp_input.c, tcp_syn_flood_action',
    '+7 for 12 SYNs at a backlog of 4 with net.ipv4.tcp_syncookies=0',
  ),
  counter(
    'TcpExtTCPReqQFullDoCookies',
    'The SYN queue of a listener was full: SYNs were answered with cookies, without keeping a request.',
    [moved('raises', 'backlog-overflow', 'a SYN queue was full, so SYNs were answered with cookies')],
    'net/ipv4/tcp_input.c, tcp_syn_flood_action',
    '+7 for 12 SYNs at a backlog of 4 with net.ipv4.tcp_syncookies=1',
  ),
  counter(
    'TcpExtSyncookiesSent',
    'A SYN was answered with a cookie, since the SYN queue of its listener was full.',
    [moved('raises', 'backlog-overflow', 'a SYN queue was full, so SYNs were answered with cookies')],
    'net/ipv4/syncookies.c, cookie_v4_init_sequence; Documentation/networking/ip-sysctl.rst, tcp_syncookies',
    '+7 with TCPReqQFullDoCookies',
  ),
  counter(
    'TcpExtTCPFastOpenListenOverflow',
    'More requests with TCP Fast Open waited at a listener than its TCP_FASTOPEN queue holds: the data of the SYN was not taken.',
    [],
    'net/ipv4/tcp_fastopen.c, tcp_fastopen_queue_check',
  ),
];

/** TIME_WAIT, half-open connections, and ACKs that challenge. */
const oldConnections: readonly Meaning[] = [
  counter(
    'TcpExtPAWSTimewait',
    'A segment for a TIME_WAIT socket had an older timestamp than the connection before: among them SYNs that TIME_WAIT refuses. Counted apart since Linux 6.16; before, with TcpExtPAWSEstab.',
    [
      moved(
        'raises',
        'time-wait-reuse',
        'TIME_WAIT refused segments with older timestamps, as of a SYN that reuses a 4-tuple',
      ),
    ],
    'net/ipv4/tcp_minisocks.c, tcp_timewait_state_process',
    '+1 for a SYN with an older timestamp, whatever its number; +0 for a lower number without timestamps, and for a SYN that is accepted',
  ),
  counter(
    'TcpExtTCPACKSkippedTimeWait',
    'TIME_WAIT would have sent its old ACK again and did not, because one was sent less than 500 ms before (net.ipv4.tcp_invalid_ratelimit).',
    [
      moved(
        'raises',
        'time-wait-reuse',
        'TIME_WAIT kept back further ACKs for segments that it refused, as of repeated SYNs',
      ),
    ],
    'net/ipv4/tcp_minisocks.c, tcp_timewait_check_oow_rate_limit; Documentation/networking/snmp_counter.rst',
    '+0 for the first SYN below the old rcv_nxt without timestamps (no counter shows that one), +1 for the second within 500 ms',
  ),
  counter(
    'TcpExtTCPTimeWaitOverflow',
    'There were more TIME_WAIT sockets than net.ipv4.tcp_max_tw_buckets, so one was not kept: the FIN of its peer then finds no socket and is answered by a RST.',
    [
      moved('raises', 'connection-churn', 'there were more TIME_WAIT sockets than net.ipv4.tcp_max_tw_buckets'),
      moved(
        'raises',
        'harmless',
        'connections that closed first on this host skipped TIME_WAIT, so the last FIN of their peers got a RST',
      ),
    ],
    'net/ipv4/tcp_minisocks.c, tcp_time_wait; Documentation/networking/ip-sysctl.rst, tcp_max_tw_buckets',
    '+5 for six closes at tcp_max_tw_buckets=2, with TcpOutRsts +5 for the FINs of the peers',
  ),
  counter(
    'TcpExtTW',
    'A connection went into TIME_WAIT: it was closed first here. netstat calls it "finished time wait in fast timer"; it counts when TIME_WAIT begins.',
    [],
    'net/ipv4/inet_timewait_sock.c, __inet_twsk_schedule',
    '+1 at once for each connection that was closed first on the host',
  ),
  counter(
    'TcpExtTWRecycled',
    'An attempt of this host took over a TIME_WAIT socket of its own (net.ipv4.tcp_tw_reuse): its ports came round within TIME_WAIT.',
    [
      moved(
        'raises',
        'connection-churn',
        'attempts of this host took over its own TIME_WAIT sockets: its ports come round within TIME_WAIT',
      ),
    ],
    'net/ipv4/inet_hashtables.c, __inet_check_established',
  ),
  counter(
    'TcpExtTCPSYNChallenge',
    'A SYN came for a connection that this host holds open: it was answered by a challenge ACK (RFC 5961 section 4).',
    [
      moved('raises', 'half-open', 'a SYN came for a connection that this host still holds open'),
      moved('sinks', 'time-wait-reuse', 'a SYN met an open connection, not TIME_WAIT'),
      still('rules-out', 'half-open', 'no SYN came for a connection that this host holds open'),
    ],
    'net/ipv4/tcp_input.c, tcp_validate_incoming',
    '+1 with TCPChallengeACK and TcpInErrs',
  ),
  counter(
    'TcpExtTCPChallengeACK',
    'A challenge ACK was sent: for a SYN on an open connection, a RST that is in the window but not exact, an ACK of data never sent.',
    [
      moved('raises', 'half-open', 'challenge ACKs were sent'),
      moved(
        'raises',
        'injected-reset',
        'challenge ACKs were sent: a RST that is in the window and not exact provokes one',
      ),
    ],
    'net/ipv4/tcp_input.c, tcp_send_challenge_ack; RFC 5961',
    '+1 for each of the three; +0 for a RST outside the window',
  ),
  counter(
    'TcpExtTCPACKSkippedChallenge',
    'A challenge ACK was kept back, because one was sent less than 500 ms before on the connection.',
    [moved('raises', 'half-open', 'challenge ACKs were kept back, so there were many reasons for one')],
    'net/ipv4/tcp_input.c, tcp_send_challenge_ack; Documentation/networking/snmp_counter.rst',
  ),
  counter(
    'TcpExtTCPACKSkippedSynRecv',
    'A retransmitted SYN was not answered once more, because an answer was sent less than 500 ms before.',
    [],
    'net/ipv4/tcp_minisocks.c, tcp_check_req; Documentation/networking/snmp_counter.rst',
  ),
  counter(
    'TcpExtTCPACKSkippedPAWS',
    'The ACK for a segment with an old timestamp was kept back, because one was sent less than 500 ms before.',
    [],
    'net/ipv4/tcp_input.c, tcp_validate_incoming; Documentation/networking/snmp_counter.rst',
  ),
  counter(
    'TcpExtTCPACKSkippedSeq',
    'The ACK for a segment outside the window was kept back, because one was sent less than 500 ms before.',
    [],
    'net/ipv4/tcp_input.c, tcp_validate_incoming; Documentation/networking/snmp_counter.rst',
  ),
  counter(
    'TcpExtTCPACKSkippedFinWait2',
    'The ACK for a segment that a socket in FIN-WAIT-2 does not accept was kept back, because one was sent less than 500 ms before.',
    [],
    'net/ipv4/tcp_minisocks.c, tcp_timewait_state_process; Documentation/networking/snmp_counter.rst',
  ),
  counter(
    'TcpExtPAWSEstab',
    'A segment of an open connection had an older timestamp than one before it, and was dropped (RFC 7323). A RST is never dropped for that.',
    [],
    'net/ipv4/tcp_input.c, tcp_validate_incoming',
    '+1 for a data segment whose timestamp was 1,000,000 ms older',
  ),
  counter(
    'TcpExtPAWSActive',
    'The answer to a SYN of this host echoed a timestamp that it never sent, and was answered by a RST.',
    [],
    'net/ipv4/tcp_input.c, tcp_rcv_synsent_state_process',
  ),
];

/** What was sent again, and what the path lost. */
const losses: readonly Meaning[] = [
  counter(
    'TcpRetransSegs',
    'This host sent a segment again.',
    [
      moved('raises', 'firewall-drop', 'segments were sent again'),
      moved('raises', 'path-mtu-black-hole', 'segments were sent again'),
      still('sinks', 'firewall-drop', 'nothing was sent again by this host'),
      still('sinks', 'path-mtu-black-hole', 'nothing was sent again by this host'),
      still('sinks', 'conntrack-table-full', 'nothing was sent again by this host'),
    ],
    'net/ipv4/tcp_output.c, __tcp_retransmit_skb',
    '+3 for a SYN that is dropped for 3.3 s; +6 in 3 s of a path-MTU black hole',
  ),
  counter(
    'TcpExtTCPSynRetrans',
    'A SYN or a SYN-ACK of this host was sent again.',
    [
      moved('raises', 'firewall-drop', 'handshakes had to be repeated'),
      moved('raises', 'conntrack-table-full', 'handshakes had to be repeated'),
      moved('raises', 'backlog-overflow', 'handshakes had to be repeated'),
      still('sinks', 'firewall-drop', 'no handshake had to be repeated by this host'),
      still('sinks', 'conntrack-table-full', 'no handshake had to be repeated by this host'),
    ],
    'net/ipv4/tcp_output.c, __tcp_retransmit_skb, tcp_rtx_synack',
    '+3 for a SYN that is dropped for 3.3 s',
  ),
  counter(
    'TcpExtTCPTimeouts',
    'A retransmission timer ran out.',
    [
      moved('raises', 'path-mtu-black-hole', 'retransmission timers ran out'),
      moved('raises', 'firewall-drop', 'retransmission timers ran out'),
      still('sinks', 'path-mtu-black-hole', 'no retransmission timer of this host ran out'),
    ],
    'net/ipv4/tcp_timer.c, tcp_retransmit_timer',
    '+3 in 3 s of a path-MTU black hole; +0 with the ICMP errors let through',
  ),
  counter(
    'TcpExtTCPLossProbes',
    'The last segment was sent again ahead of the retransmission timer, because no ACK came (tail loss probe).',
    [moved('raises', 'path-mtu-black-hole', 'last segments were sent again because no ACK came')],
    'net/ipv4/tcp_output.c, tcp_send_loss_probe',
    '+1 for data that is dropped; +0 in a path-MTU black hole where a last small segment is acknowledged with SACK',
  ),
  counter(
    'IpFragFails',
    'A packet was too large for the next link and may not be fragmented: it was dropped by this router, and ICMP 3/4 was due to its sender.',
    [
      moved('raises', 'path-mtu-black-hole', 'packets were too large for the next link and were dropped here'),
      still('sinks', 'path-mtu-black-hole', 'this host dropped no packet for its size; another router may have'),
    ],
    'net/ipv4/ip_forward.c, ip_forward; net/ipv4/ip_output.c, ip_do_fragment',
    '+9 in 3 s on a router whose own rules drop the ICMP error; +3 when the error is let through and heeded',
  ),
  counter(
    'Ip6FragFails',
    'The same for IPv6: a packet was too large for the next link, and ICMPv6 Packet Too Big was due.',
    [moved('raises', 'path-mtu-black-hole', 'packets were too large for the next link and were dropped here')],
    'net/ipv6/ip6_output.c, ip6_forward, ip6_fragment',
  ),
  counter(
    'IcmpInDestUnreachs',
    'An ICMP error of type 3 came in: fragmentation needed (3/4), port, host or network unreachable, prohibited.',
    [
      moved('raises', 'firewall-reject', 'ICMP errors of type 3 came in, as a REJECT rule sends them'),
      moved('sinks', 'path-mtu-black-hole', 'ICMP errors of type 3 do reach this host'),
    ],
    'net/ipv4/icmp.c, icmp_rcv; net/ipv4/proc.c, icmp_put',
    '+3 on the sender of packets too large for a link behind the router, +0 when the router drops its own ICMP errors',
  ),
  counter(
    'Icmp6InPktTooBigs',
    'ICMPv6 Packet Too Big came in.',
    [moved('sinks', 'path-mtu-black-hole', 'ICMPv6 Packet Too Big does reach this host')],
    'net/ipv6/icmp.c, icmpv6_rcv',
  ),
  counter(
    'TcpExtTCPMTUPFail',
    'A probe for a larger MTU was lost (net.ipv4.tcp_mtu_probing).',
    [],
    'net/ipv4/tcp_input.c, tcp_mtup_probe_failed',
  ),
  counter(
    'TcpExtTCPMTUPSuccess',
    'A probe for a larger MTU was acknowledged: path MTU discovery by TCP itself is at work (net.ipv4.tcp_mtu_probing).',
    [moved('sinks', 'path-mtu-black-hole', 'this host finds the path MTU by probing, without ICMP')],
    'net/ipv4/tcp_input.c, tcp_mtup_probe_success; Documentation/networking/ip-sysctl.rst, tcp_mtu_probing',
  ),
  counter(
    'TcpExtTCPKeepAlive',
    'A keep-alive probe was sent.',
    [still('rules-out', 'keepalive-dead', 'this host sent no keep-alive probe')],
    'net/ipv4/tcp_timer.c, tcp_keepalive_timer',
    '+2 for two unanswered probes',
  ),
  counter(
    'TcpInErrs',
    'A TCP segment was bad: a wrong checksum (then InCsumErrors moves too), a bad header, or a SYN on an open connection.',
    [],
    'net/ipv4/tcp_ipv4.c, tcp_v4_rcv; net/ipv4/tcp_input.c, tcp_validate_incoming',
    '+1 for a bad checksum, +1 for a SYN on an open connection',
  ),
  counter(
    'TcpInCsumErrors',
    'A TCP segment had a wrong checksum: something on the way damages packets. (A capture shows wrong checksums on outgoing packets too, which is offload and counts nowhere.)',
    [],
    'net/ipv4/tcp_ipv4.c, tcp_v4_rcv',
    '+1 for a segment with a wrong checksum',
  ),
  counter(
    'TcpExtTCPRcvQDrop',
    'Data in order was dropped because the receive queue or the memory of TCP was full: the program does not read.',
    [],
    'net/ipv4/tcp_input.c, tcp_data_queue',
  ),
  counter(
    'TcpExtTCPZeroWindowDrop',
    'Data came although this end had said that its window is closed, and was dropped: the program does not read.',
    [],
    'net/ipv4/tcp_input.c, tcp_data_queue',
  ),
  counter(
    'TcpExtTCPBacklogDrop',
    'A segment was dropped because the backlog of a socket that its program held at that moment was full.',
    [],
    'net/ipv4/tcp_ipv4.c, tcp_add_backlog',
  ),
  counter(
    'TcpExtTCPFastOpenActiveFail',
    'An attempt with TCP Fast Open had its data refused or its SYN lost. Some middleboxes drop a SYN with data.',
    [],
    'net/ipv4/tcp_input.c, tcp_rcv_fastopen_synack; Documentation/networking/ip-sysctl.rst, tcp_fastopen',
  ),
  counter(
    'TcpExtTCPFastOpenBlackhole',
    'TCP Fast Open was switched off for a time, because a path swallowed it.',
    [],
    'net/ipv4/tcp_fastopen.c, tcp_fastopen_active_disable',
  ),
];

/** What this host's own rules and routes did to packets, and how many connections it made. */
const traffic: readonly Meaning[] = [
  counter(
    'IpOutDiscards',
    'A packet that the kernel itself made (a RST, an ICMP error) or a datagram was dropped on its way out: by a rule in OUTPUT, or for want of buffers.',
    [moved('raises', 'firewall-drop', 'packets were dropped on their way out of this host, as a rule in OUTPUT does')],
    'net/ipv4/ip_output.c, ip_send_skb',
    '+1 for a RST that a rule in OUTPUT drops; +9 for nine ICMP errors',
  ),
  counter(
    'TcpExtIPReversePathFilter',
    'A packet came in on an interface through which its source would not be reached, and was dropped (net.ipv4.conf.*.rp_filter).',
    [moved('raises', 'firewall-drop', 'packets were dropped by the reverse path filter of this host')],
    'net/ipv4/ip_input.c, ip_rcv_finish_core; Documentation/networking/ip-sysctl.rst, rp_filter',
  ),
  counter(
    'TcpPassiveOpens',
    'A handshake was completed by a listener of this host.',
    [
      {
        cause: 'connection-churn',
        effect: 'raises',
        when: { is: 'moved-beside', other: 'TcpInSegs', times: 8, least: 100 },
        because:
          'fewer than 8 segments came in for each connection that was accepted: handshake, one request and close are 5 to 6',
      },
    ],
    'net/ipv4/tcp_minisocks.c, tcp_create_openreq_child',
    '+1 for each connection accepted',
  ),
  counter(
    'TcpActiveOpens',
    'This host sent a SYN for a new connection.',
    [
      {
        cause: 'connection-churn',
        effect: 'raises',
        when: { is: 'moved-beside', other: 'TcpInSegs', times: 8, least: 100 },
        because:
          'fewer than 8 segments came in for each connection that was attempted: SYN-ACK, one answer and close are 4 to 6',
      },
    ],
    'net/ipv4/tcp_output.c, tcp_connect',
    '+1 for each attempt',
  ),
];

/** conntrack's own; summed over CPUs. Its table belongs to a network namespace, its limit (nf_conntrack_max) to all of them. */
const tracked: readonly Meaning[] = [
  counter(
    'conntrack.invalid',
    'conntrack called a packet INVALID: outside the window, a bad combination of flags or checksum, or the first of a connection and neither a SYN nor acceptable in mid-stream. NAT leaves such a packet untranslated.',
    [
      moved('raises', 'conntrack-invalid', 'conntrack called packets INVALID'),
      still('rules-out', 'conntrack-invalid', 'conntrack called no packet INVALID'),
    ],
    'net/netfilter/nf_conntrack_core.c, nf_conntrack_in',
    '+2 for data over the window on a masquerading router (the packet, and the RST with which the router answers it), with TcpOutRsts +1 there; +0 for an old duplicate',
  ),
  counter(
    'conntrack.drop',
    'A packet was dropped because no entry could be made for it: the table is full and nothing could be evicted, or an entry could not be confirmed.',
    [
      moved('raises', 'conntrack-table-full', 'conntrack dropped packets because it could make no entry'),
      still('rules-out', 'conntrack-table-full', 'conntrack dropped no packet'),
    ],
    'net/netfilter/nf_conntrack_core.c, nf_conntrack_in, __nf_conntrack_alloc, __nf_conntrack_confirm',
    '+1 for each SYN at 200 entries of 200, all assured',
  ),
  counter(
    'conntrack.early_drop',
    'The table was full, and an entry that was not assured was thrown out for a new one: the connection that it belonged to is forgotten.',
    [
      moved('raises', 'conntrack-table-full', 'the table was full: entries were thrown out for new ones'),
      moved('raises', 'idle-timeout', 'entries were thrown out before their time'),
    ],
    'net/netfilter/nf_conntrack_core.c, early_drop',
  ),
  counter(
    'conntrack.insert_failed',
    'Two packets of one connection made an entry at the same time and one was dropped; with DNS over UDP that costs seconds.',
    [moved('raises', 'firewall-drop', 'conntrack dropped packets because an entry for them was made at the same time')],
    'net/netfilter/nf_conntrack_core.c, __nf_conntrack_confirm, nf_ct_resolve_clash',
  ),
  counter(
    'conntrack.chaintoolong',
    'An entry could not be made because its hash chain was too long: too few buckets for the entries.',
    [moved('raises', 'conntrack-table-full', 'entries could not be made because hash chains were too long')],
    'net/netfilter/nf_conntrack_core.c, __nf_conntrack_confirm',
  ),
  counter(
    'conntrack.search_restart',
    'A look-up had to begin again because an entry moved meanwhile. Harmless.',
    [],
    'net/netfilter/nf_conntrack_core.c, ____nf_conntrack_find',
  ),
];

/** Every counter whose movement is known to say something, or is often asked about. */
export const counterMeanings: readonly Meaning[] = [
  ...resets,
  ...listeners,
  ...oldConnections,
  ...losses,
  ...traffic,
  ...tracked,
];
