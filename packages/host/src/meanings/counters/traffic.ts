import { type Meaning, moved } from '../meaning.ts';
import { counter } from './counter.ts';

/** What this host's own rules and routes did to packets, and how many connections it made. */
export const traffic: readonly Meaning[] = [
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
