import type { Remedy } from '@fivewhys/evidence';
import { keepAliveTimers } from '../silence/keep-alive-timers.ts';
import { type CatalogueEntry, measured } from './entry.ts';

/** Where the response had announced the end. */
export const heedClose: Remedy = {
  summary: 'Let the program that asks heed `Connection: close`: behind such a response it opens a new connection',
  commands: [
    '# shows which responses announce the end:\ncurl -sv -o /dev/null http://HOST:PORT/ 2>&1 | grep -i "^< connection"',
  ],
  harm: 'one connection more for each such response',
  verify: 'in a new capture no request follows a response with `Connection: close` on the same connection',
  undo: 'restore the previous version of that program',
  source: 'RFC 9112 section 9.6',
};

export const keepAliveRace: CatalogueEntry = {
  seen: [
    {
      text: 'A reused connection is idle for a round time, the responder sends its FIN, a request whose ack does not cover that FIN crosses it, and a kind A RST follows whose seq is that of the FIN.',
      source: measured,
    },
    {
      text: 'Servers that close in two steps (Apache httpd, lighttpd) read on for a while behind their FIN: the request is acknowledged, no RST comes, and nothing answers it.',
      source: 'seen in captures of Apache httpd 2.4 and lighttpd 1.4; RFC 9112 section 9.6',
    },
    {
      text: 'The program often sees an early end of file ("upstream prematurely closed connection", 502) and not ECONNRESET.',
      source: measured,
    },
  ],
  implies: [
    {
      text: "The responder's keep-alive timeout ran out while the originator was about to use the connection: neither did anything wrong.",
      source: 'RFC 9112 section 9.5: either end may close an idle connection at any time',
    },
    ...keepAliveTimers.map(({ box, seconds, source }) => ({
      text: `A FIN after ${seconds} s of silence: ${box}.`,
      source,
    })),
  ],
  lookAlikes: [
    { cause: 'late-data', toldBy: "its RST has the FIN's number + 1, because the FIN had been seen" },
    {
      cause: 'process-killed',
      toldBy: 'SYNs to the same port are refused after the FIN; where one is accepted, the process lived on',
    },
    { cause: 'idle-timeout', toldBy: 'the TTL is that of another host' },
    { cause: 'firewall-reject', toldBy: 'the TTL is that of another host' },
  ],
  settledBy: [{ text: 'RST.seq = FIN.seq; TCPAbortOnData grows by one on the responder.', source: measured }],
  remedies: [
    {
      summary: "Set the responder's keep-alive timeout above that of whoever reuses connections to it (the balancer)",
      commands: [
        '# Node.js behind an ALB, which waits 60 s:\nserver.keepAliveTimeout = 65_000;',
        '# nginx behind it:\nkeepalive_timeout 75s;',
      ],
      harm: 'idle connections stay open longer and take memory',
      verify: 'in a new capture the first FIN of idle connections comes from the originator',
      undo: 'restore the previous timeout',
      source:
        'AWS: an ALB waits 60 s by default; Node.js, server.keepAliveTimeout: 5 s by default from 8 to 26 (as 20.20.2, 24.21.0 and 26.10.0 say themselves, which close after 6 s), 65 s in the releases after 26 (nodejs/node#62782)',
    },
    {
      summary:
        'Or let whoever reuses connections close them sooner than the responder does: below its timeout, or below what it says in `Keep-Alive: timeout`',
      commands: [
        '# nginx as the originator, in the upstream:\nkeepalive_timeout 50s;',
        '# Go: http.Transport\nIdleConnTimeout: 50 * time.Second',
      ],
      harm: 'more connections are opened',
      verify: 'in a new capture the first FIN of idle connections comes from the originator',
      undo: 'restore the previous timeout',
      source: 'nginx ngx_http_upstream_module, keepalive_timeout; Go net/http, Transport.IdleConnTimeout',
    },
    {
      summary: 'Retry the request once on a fresh connection when it is idempotent',
      commands: [
        '# the default of nginx, which needs a second server in the upstream:\nproxy_next_upstream error timeout;',
      ],
      harm: 'a request that is not idempotent may be carried out twice if it is retried, too',
      verify: 'the 502s end although the RSTs go on',
      undo: '`proxy_next_upstream off;`',
      source: 'RFC 9110 section 9.2.2; nginx ngx_http_proxy_module, proxy_next_upstream',
    },
    heedClose,
  ],
  captures: ['keep-alive-race.pcap', 'keep-alive-race-ipv6.pcap'],
};
