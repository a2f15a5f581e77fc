import { type Meaning, moved, still } from '../meaning.ts';
import { counter, ofSender } from './counter.ts';

/** What was sent again, and what the path lost. */
export const losses: readonly Meaning[] = [
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
  ofSender(
    counter(
      'TcpExtTCPKeepAlive',
      'A keep-alive probe was sent.',
      [still('rules-out', 'keepalive-dead', 'this host sent no keep-alive probe')],
      'net/ipv4/tcp_timer.c, tcp_keepalive_timer',
      '+2 for two unanswered probes',
    ),
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
