import { type CatalogueEntry, measured } from './entry.ts';

export const applicationAbort: CatalogueEntry = {
  seen: [{ text: 'A kind C RST: a live socket was aborted by its own host.', source: measured }],
  implies: [
    {
      text: 'The program had a reason that packets do not show: a limit, or a time-out (nginx with reset_timedout_connection).',
      source: 'nginx ngx_http_core_module, reset_timedout_connection',
    },
  ],
  lookAlikes: [
    { cause: 'restart', toldBy: 'its RST is of kind A' },
    { cause: 'injected-reset', toldBy: 'the TTL is that of another host' },
    { cause: 'path-mtu-black-hole', toldBy: 'large segments were sent again and never acknowledged' },
    { cause: 'keep-alive-race', toldBy: 'the connection was silent before the FIN' },
    { cause: 'firewall-reject', toldBy: 'the TTL is that of another host' },
    { cause: 'socket-destroyed', toldBy: 'the program gets ECONNABORTED' },
    { cause: 'unread-data', toldBy: 'bytes were acknowledged and never answered' },
    { cause: 'linger-zero', toldBy: 'the counters, and the source of the program' },
    { cause: 'process-killed', toldBy: 'all connections of the process end at once' },
  ],
  behind: [
    {
      cause: 'path-mtu-black-hole',
      how: 'the rest of a request never arrives, and the program ends the wait for it',
      source: 'RFC 2923 section 2.1',
    },
  ],
  settledBy: [{ text: "The program's log at the instant of the RST.", source: measured }],
  remedies: [
    {
      summary: "Look up the program's own limits: the time and the size at which the resets come name the setting",
      commands: [
        "# nginx: what aborts with a RST, and what it waits for\nnginx -T | grep -E 'reset_timedout_connection|_timeout|client_max_body_size'",
        "# HAProxy\ngrep -nE 'timeout |silent-drop|reject' /etc/haproxy/haproxy.cfg",
      ],
      harm: 'none known from looking; longer time-outs hold connections of slow or dead ends for longer',
      verify: 'the times or sizes at which the resets come move with the setting in a new capture',
      undo: 'restore the previous setting',
      source: 'nginx ngx_http_core_module; HAProxy configuration manual, timeout',
    },
  ],
  captures: ['application-abort-ipv6.pcap'],
};
