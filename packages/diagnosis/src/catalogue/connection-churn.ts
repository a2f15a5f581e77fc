import { type CatalogueEntry, measured } from './entry.ts';

export const connectionChurn: CatalogueEntry = {
  seen: [
    {
      text: 'As many SYNs as requests, nearly as many FINs as segments with data; TIME_WAIT sockets and conntrack entries pile up; ports may run out (EADDRNOTAVAIL, which no packet shows).',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'Each request opens a connection of its own. That is no reset in itself, but it brings the resets of ports that come round too soon.',
      source: measured,
    },
  ],
  lookAlikes: [{ cause: 'time-wait-reuse', toldBy: 'it is one of the consequences, and has its own signs' }],
  settledBy: [
    {
      text: 'Requests per connection, and who closes first: 120 requests left 120 conntrack entries against 1 with keep-alive, and took 16 times as long.',
      source: measured,
    },
  ],
  remedies: [
    {
      summary:
        'Use keep-alive on both sides of the balancer, and read every response to its end: a Go client reuses a connection only then',
      commands: ['proxy_http_version 1.1;\nproxy_set_header Connection "";'],
      harm: 'idle connections take memory on both sides, and idle timeouts begin to matter',
      verify: 'the rate of SYNs falls below the rate of requests',
      undo: 'remove the two lines and reload',
      source: 'nginx ngx_http_upstream_module, keepalive; Go net/http, Response.Body',
    },
  ],
  captures: ['connection-churn.pcap'],
};
