import type { ConnectionReport, InputReport } from '@fivewhys/diagnosis';
import type { Finding, Ladder } from '@fivewhys/evidence';

export const input: InputReport = {
  path: 'captures/balancer.pcap',
  kind: 'pcap',
  compression: undefined,
  frames: 18,
  tcpFrames: 17,
  connections: 2,
  resets: 1,
  vantage: 'responder',
  firstInstant: '2026-03-01T17:15:00.320997000Z',
  durationMs: 58_595.342,
  damage: [],
  damageCount: 0,
  notes: [],
};

/** The SYN of a load balancer that runs into a TIME_WAIT socket: the numbers are those of a real capture. */
export const timeWaitReuse: Finding = {
  id: 'f1',
  symptom:
    'A new connection never opened: its SYN was sent 3 times, and each time a bare ACK came back instead of a SYN-ACK.',
  cause: 'time-wait-reuse',
  verdict: 'proven',
  subjects: [{ input: 0, stream: 1 }],
  count: 1,
  resetFrames: [{ input: 0, frames: [17] }],
  sentBy: 'originator',
  whys: [
    {
      claim: 'The originator gave up and reset its own attempt, because no SYN-ACK ever came.',
      evidence: [{ input: 0, frames: [17], detail: 'RST+ACK, seq 1563951502 is the ISN of the new attempt + 1' }],
    },
    {
      claim:
        'The responder answered the SYN with the last ACK of the connection before it, on the same addresses and ports.',
      evidence: [
        { input: 0, frames: [12, 14, 16], detail: 'seq 2030898877, ack 1640887939: the old snd_nxt and rcv_nxt' },
        { input: 0, frames: [11, 13, 15], detail: 'the same SYN, seq 1563951501, without timestamps' },
      ],
    },
    {
      claim: 'The responder still held that connection in TIME_WAIT: it had closed first, 55.6 s before.',
      evidence: [
        { input: 0, frames: [7], detail: 'FIN of the responder' },
        { input: 0, frames: [9], detail: 'FIN of the originator, 2.3 ms later' },
      ],
    },
    {
      claim:
        'TIME_WAIT accepts a SYN only if its sequence number lies after the old one, or if both sides use timestamps; this SYN lies before it and has none.',
      evidence: [{ input: 0, frames: [11], detail: 'seq 1563951501 is 76936438 before rcv_nxt 1640887939' }],
    },
  ],
  ruledOut: [
    { cause: 'half-open', because: 'both FINs were seen, and the ACK has IP ID 0' },
    { cause: 'closed-port', because: 'the same port answered stream 0' },
  ],
  stillPossible: [],
  notes: ['net.ipv4.tcp_tw_reuse concerns outgoing connections only and does not help here.'],
  next: [],
  remedies: [
    {
      summary: 'Let the load balancer keep TCP timestamps on its SYNs, so that TIME_WAIT can tell new from old.',
      commands: ['sysctl -w net.ipv4.tcp_timestamps=1'],
      harm: 'none known; 12 bytes in every segment',
      verify: "the SYNs carry the TS option: `tcpdump -c 10 'tcp[tcpflags] & tcp-syn != 0'`",
      undo: '`sysctl -w net.ipv4.tcp_timestamps=0`',
      source: 'RFC 6191; Linux tcp_timewait_state_process()',
    },
    {
      summary: 'Reuse connections: the churn is what brings a port round again within 60 s.',
      commands: ['upstream backend { server 10.83.9.2:8080; keepalive 32; }', 'proxy_http_version 1.1;'],
      harm: 'idle connections take memory on both sides',
      verify: '`ss -tan state time-wait | wc -l` falls',
      undo: 'remove the two lines and reload',
      source: 'nginx, module ngx_http_upstream_module',
    },
  ],
  distributions: [
    { name: "seconds since the responder's FIN", count: 1, least: 55.5897, median: 55.5897, most: 55.5897 },
  ],
  ladder: {
    input: 0,
    stream: 1,
    originator: '10.83.9.1:40000',
    responder: '10.83.9.2:8080',
    rows: [
      { frame: 7, sinceFirstNs: 0, from: 'responder', text: 'FIN seq 2030898876', note: 'the responder closes first' },
      { frame: 9, sinceFirstNs: 2_257_000, from: 'originator', text: 'FIN seq 1640887938', note: '' },
      { frame: 10, sinceFirstNs: 2_297_000, from: 'responder', text: 'ACK ack 1640887939', note: 'TIME_WAIT begins' },
      {
        frame: 11,
        sinceFirstNs: 55_589_679_000,
        from: 'originator',
        text: 'SYN seq 1563951501',
        note: '76936438 before the old rcv_nxt',
      },
      { frame: 12, sinceFirstNs: 55_589_701_000, from: 'responder', text: 'ACK ack 1640887939', note: 'the old ACK' },
      { frame: 17, sinceFirstNs: 58_590_370_000, from: 'originator', text: 'RST+ACK seq 1563951502', note: 'gives up' },
    ],
  },
};

export const connections: readonly ConnectionReport[] = [
  {
    input: 0,
    stream: 0,
    originator: { ip: '10.83.9.1', port: 40_000 },
    responder: { ip: '10.83.9.2', port: 8080 },
    originatorBasis: 'syn',
    frames: 10,
    resetFrames: [],
    history: 'ShADadFf',
    ending: 'closed',
    firstInstant: '2026-03-01T17:15:00.320997000Z',
    durationMs: 7.269,
    originatorBytes: 320,
    responderBytes: 270,
    retransmissions: 0,
    outOfOrder: 0,
    zeroWindows: 0,
    keepAlives: 0,
    handshakeMs: 0.467,
    closedFirstBy: 'responder',
  },
  {
    input: 0,
    stream: 1,
    originator: { ip: '$LB_IP', port: '$LP_PORT' },
    responder: { ip: '2001:db8::1', port: 8080 },
    originatorBasis: 'guess',
    frames: 7,
    resetFrames: [17],
    history: 'SaR',
    ending: 'misanswered',
    firstInstant: '2026-03-01T17:15:55.915648000Z',
    durationMs: 3000.691,
    originatorBytes: 0,
    responderBytes: 0,
    retransmissions: 2,
    outOfOrder: 0,
    zeroWindows: 0,
    keepAlives: 0,
    handshakeMs: undefined,
    closedFirstBy: undefined,
  },
];

/** A service that is not there, and 12,000 attempts to reach it, in two captures. */
export const closedPort: Finding = {
  id: 'f1',
  symptom: 'The connection was refused: the first SYN was answered by a reset.',
  cause: 'closed-port',
  verdict: 'likely',
  subjects: Array.from({ length: 12_000 }, (_, index) => ({ input: index < 11_990 ? 0 : 1, stream: index * 2 + 3 })),
  count: 12_000,
  resetFrames: [
    { input: 0, frames: Array.from({ length: 11_990 }, (_, index) => index * 2 + 2) },
    { input: 1, frames: Array.from({ length: 10 }, (_, index) => index + 5) },
  ],
  sentBy: 'responder',
  whys: [
    {
      claim: 'The SYN was answered by RST+ACK with seq 0, as a host does that has no socket on that port.',
      evidence: [{ input: 0, frames: [1, 2], detail: 'window 0, no options, IP ID 0, ack = SYN.seq + 1' }],
    },
    {
      claim: 'Nothing listens on port 8081 of 10.83.1.1.',
      evidence: [{ input: 0, frames: [2], detail: 'TTL 64, the same as of every other segment from 10.83.1.1' }],
    },
  ],
  ruledOut: [
    'time-wait-reuse',
    'backlog-overflow',
    'idle-timeout',
    'keep-alive-race',
    'unread-data',
    'linger-zero',
    'half-open',
  ].map((cause) => ({ cause, because: 'the connection never opened' })),
  stillPossible: [{ cause: 'firewall-reject', because: 'a firewall on 10.83.1.1 itself answers with the same TTL' }],
  notes: [],
  next: [
    {
      why: 'The counter moves when the host itself refused, and not when its firewall did.',
      command: 'nstat -az TcpOutRsts; curl -s http://10.83.1.1:8081/; nstat -z TcpOutRsts',
    },
    { why: 'Shows whether anything listens on the port.', command: "ss -ltnp 'sport = :8081'" },
  ],
  remedies: [
    {
      summary: 'Start the service, or correct the port that the originator is told.',
      commands: ["ss -ltnp 'sport = :8081'"],
      harm: 'none',
      verify: 'curl -sv http://10.83.1.1:8081/ connects',
      undo: 'stop the service',
      source: 'RFC 9293, section 3.10.7.1',
    },
  ],
  distributions: [{ name: 'milliseconds from SYN to reset', count: 12_000, least: 0.021, median: 0.03871, most: 12.5 }],
  ladder: undefined,
};

export const harmlessFinding: Finding = {
  ...closedPort,
  id: 'f2',
  symptom: 'A reset after both sides had closed.',
  cause: 'harmless',
  verdict: 'proven',
  subjects: [3, 7, 9, 12, 15].map((stream) => ({ input: 0, stream })),
  count: 5,
  resetFrames: [{ input: 0, frames: [20, 44, 61, 80, 99] }],
  sentBy: 'originator',
  whys: [
    {
      claim: 'all data had been acknowledged, so nobody lost any.',
      evidence: [{ input: 0, frames: [18, 20], detail: 'FIN acknowledged before the reset' }],
    },
  ],
  ruledOut: [],
  stillPossible: [],
  next: [],
  remedies: [],
  distributions: [],
};

export const undeterminedFinding: Finding = {
  ...closedPort,
  id: 'f3',
  symptom: 'The responder reset an open connection in the middle of a transfer.',
  cause: 'undetermined',
  verdict: 'undetermined',
  subjects: [{ input: 0, stream: 4 }],
  count: 1,
  resetFrames: [{ input: 0, frames: [13] }],
  sentBy: 'unknown',
  whys: [
    {
      claim: 'The reset has the shape of a host without a usable socket, and its TTL is that of the data.',
      evidence: [{ input: 0, frames: [12, 13], detail: 'seq 1000 = ack of frame 12, window 0, TTL 64' }],
    },
  ],
  ruledOut: [{ cause: 'idle-timeout', because: 'the longest silence before it was 0.2 s' }],
  stillPossible: [{ cause: 'restart', because: 'only one connection is in the capture' }],
  next: [
    {
      why: 'The kernel of the responder names the reason for each reset it sends.',
      command: 'perf trace -e tcp:tcp_send_reset -a -- sleep 60',
    },
    {
      why: 'Shows whether the reset left the responder at all.',
      command: "tcpdump -i any -w responder.pcap 'tcp port 8080'",
    },
  ],
  remedies: [],
  distributions: [],
};

/** A ladder with everything in it: long texts and notes, an ICMP message, times from nanoseconds to a minute. */
export const bigLadder: Ladder = {
  input: 0,
  stream: 8,
  originator: '$LB_IP:$LP_PORT',
  responder: '[2001:db8::1]:8080',
  rows: [
    { frame: 7, sinceFirstNs: 0, from: 'responder', text: 'FIN+ACK seq 2030898876 ack 1640887938', note: '' },
    { frame: 10, sinceFirstNs: 40_000, from: 'originator', text: 'ACK ack 2030898877', note: 'TIME_WAIT begins' },
    {
      frame: 11,
      sinceFirstNs: 55_589_679_000,
      from: 'originator',
      text: 'SYN seq 1563951501 win 64240 mss 1460',
      note: '76936438 before the old rcv_nxt, and no timestamps that would tell it apart',
    },
    {
      frame: 12,
      sinceFirstNs: 55_589_701_000,
      from: 'responder',
      text: 'ACK ack 1640887939',
      note: 'the old ACK → no SYN-ACK',
    },
    { frame: 100_017, sinceFirstNs: 58_590_370_000, from: 'icmp', text: 'ICMP 3/13 from 10.0.0.1', note: '' },
  ],
};
