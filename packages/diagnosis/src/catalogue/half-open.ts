import { type CatalogueEntry, measured } from './entry.ts';

export const halfOpen: CatalogueEntry = {
  seen: [
    {
      text: 'A SYN on a 4-tuple that the responder still holds open is answered by a challenge ACK; the originator resets that (kind A), and its SYN, 10 ms later, is accepted.',
      source: measured,
    },
    {
      text: 'Or the end that remembers speaks first, after a long silence: the other one, whose host has no socket for it, answers by a kind A RST, and had sent neither FIN nor RST.',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'A SYN in a synchronized state is answered by a challenge ACK, whatever its number.',
      source: 'RFC 5961 section 4',
    },
    {
      text: 'A connection is half open when one end has closed or aborted it without the knowledge of the other, or lost its memory in a crash; it is reset when data is sent either way.',
      source: 'RFC 9293 section 3.5.1',
    },
  ],
  lookAlikes: [
    {
      cause: 'time-wait-reuse',
      toldBy: 'both FINs were exchanged before, the ACK has IP ID 0, and TCPSYNChallenge stands still',
    },
    {
      cause: 'client-abort',
      toldBy: 'the originator said so by a FIN, or by a RST that was lost',
    },
    {
      cause: 'restart',
      toldBy: 'the other connections of the end that forgot are lost, too',
    },
  ],
  behind: [
    {
      cause: 'idle-timeout',
      how: 'a box that forgot the connection kept its end from reaching the responder, which still holds it as ESTABLISHED',
      source: 'RFC 9293 section 3.5.1',
    },
  ],
  settledBy: [{ text: 'TCPSYNChallenge and TCPChallengeACK grow on the responder.', source: measured }],
  remedies: [
    {
      summary:
        'Let the end that stays find out by itself: TCP keep-alive on the responder, so that it drops connections whose originator is gone',
      commands: [
        '# HAProxy, frontend and backend:\noption tcpka',
        '# nginx:\nlisten 443 ssl so_keepalive=60s:10s:3;',
        'sysctl -w net.ipv4.tcp_keepalive_time=60 net.ipv4.tcp_keepalive_intvl=10 net.ipv4.tcp_keepalive_probes=3    # for programs that turn SO_KEEPALIVE on without times of their own',
      ],
      harm: 'a packet per idle connection and minute; a path that is cut for longer than time + intvl × probes ends connections that would have survived it',
      verify:
        '`ss -tano` shows a keepalive timer on the connections, and TCPSYNChallenge (`nstat -az TcpExtTCPSYNChallenge`) stays',
      undo: '`sysctl -w net.ipv4.tcp_keepalive_time=7200 net.ipv4.tcp_keepalive_intvl=75 net.ipv4.tcp_keepalive_probes=9`, and take the options out again',
      source:
        'tcp(7), tcp_keepalive_time; nginx ngx_http_core_module, listen; HAProxy configuration manual, option tcpka',
    },
  ],
  captures: ['half-open.pcap'],
};
