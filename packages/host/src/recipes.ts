import type { NextStep, Remedy } from '@fivewhys/evidence';

/** When host texts alone make a finding, and what goes with it. */
export interface Recipe {
  readonly cause: string;
  readonly symptom: string;
  /** Rows of the table any of which makes it `possible`. What moves for many reasons is not among them. */
  readonly signs: readonly string[];
  /** Sets of rows that together leave no other reading of what happened: `likely`. */
  readonly unmistakable: readonly (readonly string[])[];
  /** A row beside which the signs say nothing where it stood still on the same host: what they count happened, but led to no harm. */
  readonly nothingWithout?: string;
  /** What looks the same in these texts. */
  readonly alike: readonly { readonly cause: string; readonly because: string }[];
  readonly next: readonly NextStep[];
  readonly remedies: readonly Remedy[];
}

const beforeAndAfter: NextStep = {
  why: 'run on the host before and after the failure: the difference names what happened',
  command: 'date -Is; ip -br address; nstat -asz; conntrack -S; ss -tanio',
};
const reasons: NextStep = {
  why: 'run on the host while it fails: newer kernels name the connection and the reason of each RST that the host sends',
  command: 'perf record -a -e tcp:tcp_send_reset -- sleep 60; perf script',
};

export const recipes: readonly Recipe[] = [
  {
    cause: 'conntrack-table-full',
    symptom: 'New connections through this host were dropped because its connection tracking table was full',
    signs: ['conntrack.drop', 'conntrack-table-full', 'conntrack.early_drop', 'entries-at-limit'],
    unmistakable: [['conntrack-table-full'], ['conntrack.drop', 'entries-at-limit']],
    alike: [{ cause: 'firewall-drop', because: 'from outside, a rule that drops SYNs looks the same' }],
    next: [
      {
        why: 'shows who fills the table, and with what',
        command: "conntrack -L -p tcp 2>/dev/null | awk '{print $4}' | sort | uniq -c | sort -rn | head",
      },
    ],
    remedies: [
      {
        summary: 'Raise the limit, after a look at what fills the table',
        commands: ['sysctl -w net.netfilter.nf_conntrack_max=524288'],
        harm: 'an entry takes 256 bytes of kernel memory and more with extensions; with too few buckets (nf_conntrack_buckets) look-ups become slow',
        verify: '`conntrack -C` stays below the limit, `drop` of `conntrack -S` no longer moves',
        undo: 'set the previous value',
        source: 'Documentation/networking/nf_conntrack-sysctl.rst, nf_conntrack_max',
      },
      {
        summary: 'Reuse connections, so that there are fewer entries',
        commands: [
          '# keep-alive between balancer and backend; entries of closed connections stay for nf_conntrack_tcp_timeout_time_wait (120 s)',
        ],
        harm: "a request can cross the responder's idle timeout: set that above the originator's",
        verify: '`conntrack -C` falls',
        undo: 'switch keep-alive off',
        source: 'Documentation/networking/nf_conntrack-sysctl.rst, nf_conntrack_tcp_timeout_time_wait',
      },
    ],
  },
  {
    cause: 'backlog-overflow',
    symptom: 'A listener of this host could not take connections: its queue was full',
    signs: [
      'TcpExtListenOverflows',
      'accept-queue-full',
      'TcpExtListenDrops',
      'TcpExtTCPReqQFullDrop',
      'TcpExtTCPReqQFullDoCookies',
      'TCP_LISTEN_OVERFLOW',
      'syn-flooding',
    ],
    unmistakable: [['TcpExtListenOverflows', 'accept-queue-full'], ['TCP_LISTEN_OVERFLOW']],
    alike: [{ cause: 'firewall-drop', because: 'from outside, a rule that drops SYNs looks the same' }],
    next: [{ why: 'shows which listener is full: Recv-Q above Send-Q', command: 'ss -ltnp' }, beforeAndAfter],
    remedies: [
      {
        summary:
          'Give the listener a longer queue: the smaller of what its program asks for and net.core.somaxconn counts',
        commands: [
          'sysctl -w net.core.somaxconn=4096',
          '# and the backlog of the program (nginx: listen 80 backlog=4096), then restart it',
        ],
        harm: 'a longer queue hides a program that is too slow: connections wait longer instead of failing',
        verify: '`ss -ltn` shows the new Send-Q; TcpExtListenOverflows no longer moves',
        undo: 'set the previous values and restart the program',
        source: 'listen(2); Documentation/networking/ip-sysctl.rst, somaxconn',
      },
    ],
  },
  {
    cause: 'conntrack-invalid',
    symptom: 'Connection tracking on this host called packets INVALID, which NAT then leaves untranslated',
    signs: ['conntrack-invalid', 'conntrack.invalid'],
    unmistakable: [['conntrack-invalid']],
    alike: [{ cause: 'idle-timeout', because: 'packets of a connection that conntrack forgot can be INVALID too' }],
    next: [
      {
        why: 'writes each INVALID packet and the reason to the kernel log; then look with `dmesg | grep nf_ct_`',
        command: 'sysctl -w net.netfilter.nf_conntrack_log_invalid=6',
      },
    ],
    remedies: [
      {
        summary: 'Drop INVALID packets, so that this host does not answer them with a RST',
        commands: ['iptables -I INPUT -m conntrack --ctstate INVALID -j DROP'],
        harm: 'breaks paths on which conntrack sees only one direction (asymmetric routing)',
        verify: '`iptables -nvL INPUT` counts; TcpOutRsts no longer moves with `invalid`',
        undo: 'iptables -D INPUT -m conntrack --ctstate INVALID -j DROP',
        source:
          'iptables-extensions(8), conntrack; measured on Linux 6.18: the RST is made by the NAT host for the untranslated packet',
      },
    ],
  },
  {
    cause: 'keep-alive-race',
    symptom: 'This host reset connections because data came after its program had closed them',
    signs: ['TCP_ABORT_ON_DATA'],
    unmistakable: [['TCP_ABORT_ON_DATA']],
    alike: [
      { cause: 'application-abort', because: 'the program may have closed for a reason of its own, not for idleness' },
    ],
    next: [],
    remedies: [],
  },
  {
    cause: 'late-data',
    symptom: 'This host reset connections because data came after it had closed them and that had been acknowledged',
    signs: ['TCP_TIMEWAIT_SOCKET'],
    unmistakable: [['TCP_TIMEWAIT_SOCKET']],
    alike: [{ cause: 'keep-alive-race', because: 'the data may have been under way when the FIN came' }],
    next: [],
    remedies: [],
  },
  {
    cause: 'keepalive-dead',
    symptom: 'This host gave up connections whose keep-alive probes went unanswered',
    signs: ['TCP_KEEPALIVE_TIMEOUT'],
    unmistakable: [['TCP_KEEPALIVE_TIMEOUT']],
    alike: [
      { cause: 'idle-timeout', because: 'a box on the way may have forgotten the connection and dropped the probes' },
    ],
    next: [],
    remedies: [],
  },
  {
    cause: 'unread-data',
    symptom: 'Programs of this host closed sockets with received bytes unread, which resets the connection',
    signs: ['TCP_ABORT_ON_CLOSE', 'TcpExtTCPAbortOnClose'],
    unmistakable: [['TCP_ABORT_ON_CLOSE']],
    alike: [{ cause: 'process-killed', because: 'the end of a process with bytes unread does the same' }],
    next: [reasons],
    remedies: [],
  },
  {
    cause: 'linger-zero',
    symptom: 'Sockets of this host were aborted instead of closed',
    signs: ['TCP_STATE', 'TCP_STATE in TCP_CLOSE', 'TcpExtTCPAbortOnData'],
    unmistakable: [],
    alike: [
      { cause: 'keep-alive-race', because: 'data that comes after the close moves the same counter' },
      { cause: 'socket-destroyed', because: '`ss -K` gives the same reason' },
    ],
    next: [reasons],
    remedies: [],
  },
  {
    cause: 'socket-destroyed',
    symptom: 'Open sockets of this host were aborted from outside of their programs',
    signs: ['TCP_STATE in TCP_ESTABLISHED', 'TCP_STATE in TCP_CLOSE_WAIT'],
    unmistakable: [['TCP_STATE in TCP_ESTABLISHED'], ['TCP_STATE in TCP_CLOSE_WAIT']],
    alike: [],
    next: [reasons],
    remedies: [],
  },
  {
    cause: 'process-killed',
    symptom: 'A process of this host was killed or crashed, which closes or resets its connections',
    signs: ['process-killed-for-memory', 'process-crashed'],
    unmistakable: [],
    alike: [{ cause: 'restart', because: 'whoever supervises the process starts it again' }],
    next: [],
    remedies: [],
  },
  {
    cause: 'half-open',
    symptom: 'SYNs or SYN-ACKs came for connections that this host still holds open',
    signs: ['TcpExtTCPSYNChallenge'],
    unmistakable: [],
    // The end that had forgotten the connection resets it when it gets the challenge ACK.
    nothingWithout: 'TcpEstabResets',
    alike: [
      { cause: 'time-wait-reuse', because: 'in a capture both are a SYN answered by a bare ACK' },
      {
        cause: 'harmless',
        because: 'a SYN-ACK that is sent again, because the ACK of the handshake was lost, counts here, too',
      },
    ],
    next: [],
    remedies: [],
  },
  {
    cause: 'time-wait-reuse',
    symptom: 'TIME_WAIT of this host refused segments, as of SYNs that reuse a 4-tuple too early',
    signs: ['TcpExtPAWSTimewait', 'TcpExtTCPACKSkippedTimeWait', 'TCP_RFC7323_TW_PAWS'],
    unmistakable: [],
    alike: [{ cause: 'harmless', because: 'late segments of a connection that is over are refused by TIME_WAIT too' }],
    next: [
      {
        why: 'only a capture shows the SYNs and their numbers',
        command:
          "tcpdump -ni any -s 128 -w syn.pcap 'tcp[tcpflags] & (tcp-syn|tcp-rst) != 0 or tcp[tcpflags] = tcp-ack'",
      },
    ],
    remedies: [],
  },
  {
    cause: 'path-mtu-black-hole',
    symptom: 'Packets were too large for a link behind this host',
    signs: ['IpFragFails', 'Ip6FragFails', 'PKT_TOO_BIG'],
    unmistakable: [],
    alike: [
      {
        cause: 'harmless',
        because: 'where the ICMP errors reach the sender, it sends smaller packets and nothing is lost',
      },
    ],
    next: [],
    remedies: [],
  },
  {
    cause: 'firewall-drop',
    symptom: 'Packets were dropped by rules of this host',
    signs: ['NETFILTER_DROP', 'TcpExtIPReversePathFilter', 'IP_RPFILTER', 'IpOutDiscards'],
    unmistakable: [],
    alike: [{ cause: 'harmless', because: 'most of what a firewall drops nobody misses' }],
    next: [{ why: 'shows which rules count', command: 'nft list ruleset; iptables-save -c' }],
    remedies: [],
  },
  {
    cause: 'connection-churn',
    symptom: 'This host makes a connection for nearly every request',
    signs: ['TcpPassiveOpens', 'TcpActiveOpens', 'TcpExtTCPTimeWaitOverflow', 'time-wait-overflow'],
    unmistakable: [],
    alike: [{ cause: 'harmless', because: 'many short connections are no failure by themselves' }],
    next: [],
    remedies: [],
  },
];
