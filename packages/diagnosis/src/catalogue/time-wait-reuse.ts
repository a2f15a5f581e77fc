import { type CatalogueEntry, measured } from './entry.ts';

const rule = 'tcp_timewait_state_process in net/ipv4/tcp_minisocks.c; RFC 6191';

export const timeWaitReuse: CatalogueEntry = {
  seen: [
    {
      text: 'A SYN on a 4-tuple that the responder closed first, less than 60 s before, is answered not by a SYN-ACK but by a bare ACK with the last numbers of the connection before.',
      source: measured,
    },
    {
      text: 'The SYN is repeated and gets the same ACK, until the originator gives up, or (Linux) answers the ACK with a RST and tries again 11 to 16 ms later.',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'The end that closes first keeps TIME_WAIT, 60 s on Linux. It takes a SYN only if its number is after the old rcv_nxt, or if both connections use timestamps and the new one is newer; with an older timestamp it takes none, whatever its number. Otherwise it repeats its last ACK, at most twice a second.',
      source: rule,
    },
    {
      text: 'The setting net.ipv4.tcp_tw_reuse concerns outgoing connections and has no part in it.',
      source: 'Documentation/networking/ip-sysctl.rst, tcp_tw_reuse',
    },
  ],
  lookAlikes: [
    {
      cause: 'half-open',
      toldBy: 'no FINs before, and the ACK has an IP ID that counts, where that of TIME_WAIT is 0',
    },
  ],
  behind: [
    {
      cause: 'connection-churn',
      how: 'a connection for each request uses up the ports, so that they come round within 60 s',
      source: 'RFC 9293 section 3.6; measured with Linux 6.18, IPv4',
    },
  ],
  settledBy: [
    {
      text: 'The connection before in the same capture: who closed first, and how far the new ISN lies from the old rcv_nxt.',
      source: rule,
    },
    {
      text: 'For a SYN without timestamps no counter of the responder moves, unless it is repeated within half a second (TcpExtTCPACKSkippedTimeWait); one with an older timestamp moves TcpExtPAWSTimewait from Linux 6.16 on, and TcpExtPAWSEstab before. Else only a capture shows it, or `ss -tan state time-wait` at the right moment.',
      source: `tcp_timewait_state_process and tcp_timewait_check_oow_rate_limit in net/ipv4/tcp_minisocks.c; ${measured}`,
    },
  ],
  remedies: [
    {
      summary:
        'Reuse connections: keep-alive between the balancer (or client) and the responder. Fewer connections, and ports come round later than TIME_WAIT lasts',
      commands: [
        '# nginx as the originator:\nupstream backend { server 10.0.0.2:8080; keepalive 64; }\nlocation / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://backend; }',
        '# HAProxy as the originator:\nbackend app\n    http-reuse safe',
      ],
      harm: "a request can cross the responder's idle timeout: set the responder's keep-alive timeout above the originator's",
      verify: 'a new capture shows fewer connections for the same requests; `ss -tan state time-wait | wc -l` falls',
      undo: 'remove the keepalive (or http-reuse) line and reload',
      source: 'nginx ngx_http_upstream_module, keepalive; HAProxy configuration manual, http-reuse',
    },
    {
      summary:
        'Turn TCP timestamps on at both ends, and do not let the balancer strip them: a newer timestamp makes the SYN acceptable whatever its number',
      commands: ['sysctl -w net.ipv4.tcp_timestamps=1'],
      harm: 'behind one NAT address several hosts have several timestamp clocks (Linux offsets them by address pair): an older-looking one is still refused',
      verify:
        'tcpdump shows "TS val" on the SYNs of both directions; the SYN-ACK of a reused 4-tuple has seq = old snd_nxt + 65537',
      undo: '`sysctl -w net.ipv4.tcp_timestamps=0`',
      source: 'tcp_timewait_state_process in net/ipv4/tcp_minisocks.c; RFC 6191; RFC 7323',
    },
    {
      summary:
        'Give the originator more source ports: more SNAT addresses, a wider port range, ports taken in turn and not at random',
      commands: ['sysctl -w net.ipv4.ip_local_port_range="1024 65535"'],
      harm: 'a range from 1024 on can take ports that local services want: reserve those with net.ipv4.ip_local_reserved_ports',
      verify: 'the time between two uses of one 4-tuple is above 60 s in a new capture',
      undo: '`sysctl -w net.ipv4.ip_local_port_range="32768 60999"`',
      source: 'Documentation/networking/ip-sysctl.rst, ip_local_port_range',
    },
    {
      summary:
        'Let the originator close first (the balancer, not the backend): TIME_WAIT is then at its end, where it picks other ports by itself',
      commands: [
        '# at the responder: answer with keep-alive instead of "Connection: close", and let its idle timeout be the longer one',
      ],
      harm: 'a balancer with few source ports then holds the TIME_WAIT sockets, and can run out of ports (EADDRNOTAVAIL)',
      verify: 'in a new capture the first FIN comes from the originator',
      undo: 'restore the previous keep-alive settings',
      source: 'RFC 9293 section 3.6: TIME-WAIT is kept by the end that closes first',
    },
  ],
  captures: ['time-wait-reuse.pcap', 'time-wait-reuse-balancer.pcap'],
};
