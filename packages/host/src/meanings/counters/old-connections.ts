import { type Meaning, moved, still } from '../meaning.ts';
import { counter } from './counter.ts';

/** TIME_WAIT, half-open connections, and ACKs that challenge. */
export const oldConnections: readonly Meaning[] = [
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
    'A SYN, or a SYN-ACK once more because the ACK of the handshake was lost, came for a connection that this host holds open: it was answered by a challenge ACK (RFC 5961 section 4).',
    [
      moved(
        'raises',
        'half-open',
        'a SYN, or a repeated SYN-ACK, came for a connection that this host still holds open',
      ),
      moved('sinks', 'time-wait-reuse', 'a SYN met an open connection, not TIME_WAIT'),
      still('sinks', 'half-open', 'no SYN came for a connection that this host holds open'),
    ],
    'net/ipv4/tcp_input.c, tcp_validate_incoming',
    '+1 with TCPChallengeACK and TcpInErrs; +1 with TCPChallengeACK on an originator whose ACK of the handshake was lost',
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
