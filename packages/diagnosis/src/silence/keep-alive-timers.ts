import type { KnownTimer } from './known-timers.ts';

/** How long a program keeps an idle connection of HTTP open before it closes it with a FIN, as it is set unless told otherwise. */
export const keepAliveTimers: readonly KnownTimer[] = [
  {
    box: "the default of Apache httpd's KeepAliveTimeout, and of old Node.js releases",
    seconds: 5,
    source: 'Apache httpd core, KeepAliveTimeout; Node.js http, server.keepAliveTimeout',
  },
  // Told to the originator as `Keep-Alive: timeout=5`.
  {
    box: 'what Node.js (to 26) waits by default: keepAliveTimeout 5 s, and a second more',
    seconds: 6,
    source: 'measured with Node.js 20.20.2, 24.21.0 and 26.10.0; nodejs/node#59243 made the second a setting',
  },
  {
    box: 'the default idle timeout of an AWS ALB',
    seconds: 60,
    source: 'AWS, Elastic Load Balancing, idle_timeout.timeout_seconds',
  },
  {
    box: 'what Node.js newer than 26 waits by default: keepAliveTimeout 65 s, and a second more',
    seconds: 66,
    source: 'nodejs/node#62782, merged after 26.0.0 had been branched',
  },
  {
    box: "the default of nginx's keepalive_timeout",
    seconds: 75,
    source: 'nginx ngx_http_core_module, keepalive_timeout',
  },
];
