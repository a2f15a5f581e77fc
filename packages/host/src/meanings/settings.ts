import type { Condition, Effect, Meaning } from './meaning.ts';

const setting = (
  name: string,
  event: string,
  says: readonly (readonly [Effect, string, Condition, string])[],
  source: string,
  measured?: string,
): Meaning => ({
  kind: 'setting',
  name,
  event,
  says: says.map(([effect, cause, when, because]) => ({ effect, cause, when, because })),
  source,
  measured,
});
const equals = (value: string): Condition => ({ is: 'equals', value });
const below = (value: number): Condition => ({ is: 'below', value });

/** Settings that make a cause possible or impossible. What a setting says is true of the moment at which it was read. */
export const settingMeanings: readonly Meaning[] = [
  setting(
    'net.ipv4.tcp_abort_on_overflow',
    'Whether the last ACK of a handshake that finds the accept queue full is answered by a RST (1) or dropped (0).',
    [
      ['sinks', 'backlog-overflow', equals('0'), 'a full accept queue sends no RST; it drops SYNs and ACKs in silence'],
      ['raises', 'backlog-overflow', equals('1'), 'a full accept queue resets connections right after their handshake'],
    ],
    'Documentation/networking/ip-sysctl.rst, tcp_abort_on_overflow',
    'Linux 6.18: no RST with 0; with 1 a RST for each last ACK that finds the queue full, and none for a SYN',
  ),
  setting(
    'net.core.somaxconn',
    'The longest accept queue that a listener gets, whatever its program asks for. 4096 since Linux 5.4, 128 before.',
    [['raises', 'backlog-overflow', below(129), 'no accept queue of this host is longer than this']],
    'Documentation/networking/ip-sysctl.rst, somaxconn',
  ),
  setting(
    'net.ipv4.tcp_timestamps',
    'Whether TCP timestamps are used (RFC 7323). With them TIME_WAIT accepts a newer SYN whatever its number.',
    [['raises', 'time-wait-reuse', equals('0'), 'without timestamps TIME_WAIT decides by the sequence number alone']],
    'Documentation/networking/ip-sysctl.rst, tcp_timestamps; net/ipv4/tcp_minisocks.c, tcp_timewait_state_process',
    'Linux 6.18: a lower number with a newer timestamp is accepted, without timestamps it gets the old ACK',
  ),
  setting(
    'net.ipv4.tcp_rfc1337',
    'Whether a RST for a TIME_WAIT socket is ignored (1) or ends it (0).',
    [['raises', 'time-wait-reuse', equals('1'), 'a RST does not end TIME_WAIT, so a refused SYN is refused again']],
    'Documentation/networking/ip-sysctl.rst, tcp_rfc1337',
  ),
  setting(
    'net.ipv4.tcp_mtu_probing',
    'Whether TCP finds the path MTU by probing: never (0), after a black hole is suspected (1), always (2).',
    [
      ['sinks', 'path-mtu-black-hole', equals('2'), 'TCP finds the path MTU by probing, without ICMP'],
      [
        'sinks',
        'path-mtu-black-hole',
        equals('1'),
        'TCP gets out of a black hole by probing, after some retransmissions',
      ],
    ],
    'Documentation/networking/ip-sysctl.rst, tcp_mtu_probing',
  ),
  setting(
    'net.netfilter.nf_conntrack_tcp_be_liberal',
    'Whether only a RST outside the window is INVALID (1), or every packet outside it (0).',
    [['sinks', 'conntrack-invalid', equals('1'), 'packets outside the window are not called INVALID']],
    'Documentation/networking/nf_conntrack-sysctl.rst, nf_conntrack_tcp_be_liberal',
  ),
  setting(
    'net.netfilter.nf_conntrack_tcp_loose',
    'Whether conntrack picks up a connection in mid-stream (not 0), or calls its packets INVALID (0).',
    [['raises', 'conntrack-invalid', equals('0'), 'packets of a connection that conntrack has forgotten are INVALID']],
    'Documentation/networking/nf_conntrack-sysctl.rst, nf_conntrack_tcp_loose',
  ),
  setting(
    'net.netfilter.nf_conntrack_tcp_timeout_established',
    'Seconds after which conntrack forgets a connection on which nothing moves; 432000 (5 days) by default.',
    [
      [
        'raises',
        'idle-timeout',
        below(7200),
        'conntrack forgets idle connections before the kernel sends its first keep-alive probe (7200 s)',
      ],
    ],
    'Documentation/networking/nf_conntrack-sysctl.rst, nf_conntrack_tcp_timeout_established; ip-sysctl.rst, tcp_keepalive_time',
  ),
];
