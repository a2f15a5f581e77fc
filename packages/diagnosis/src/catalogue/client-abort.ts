import { type CatalogueEntry, measured } from './entry.ts';

export const clientAbort: CatalogueEntry = {
  seen: [
    {
      text: 'A kind C RST from the originator; or its FIN in the middle of an answer, and kind A RSTs in answer to the rest.',
      source: measured,
    },
    {
      text: 'Or its FIN alone, a second or more after an HTTP/1 request that was acknowledged and never answered.',
      source: measured,
    },
    {
      text: 'Or, with Multipath TCP, an ACK of the originator with MP_FASTCLOSE, and the RST of the responder that this asks for.',
      source: 'RFC 8684 section 3.5',
    },
  ],
  implies: [
    {
      text: "The originator's program gave up: a time-out, a cancelled request, the slower of two attempts to connect.",
      source: 'RFC 8305 section 5 (Happy Eyeballs): the connections that lose are closed',
    },
  ],
  lookAlikes: [
    { cause: 'half-open', toldBy: 'a bare RST after a long silence' },
    { cause: 'conntrack-invalid', toldBy: 'the TTL is that of another host' },
    { cause: 'idle-timeout', toldBy: 'the TTL is that of another host' },
    { cause: 'process-killed', toldBy: "the originator's log: it was ended and did not give up" },
    { cause: 'injected-reset', toldBy: 'the TTL is that of another host' },
    {
      cause: 'path-mtu-black-hole',
      toldBy:
        'large segments were sent again and never acknowledged; at the originator: ACKs of the responder bear numbers beyond what came',
    },
    { cause: 'firewall-reject', toldBy: 'the TTL is that of another host' },
    { cause: 'harmless', toldBy: 'the response was complete' },
    { cause: 'keepalive-dead', toldBy: 'keep-alive probes went unanswered before' },
  ],
  behind: [
    {
      cause: 'path-mtu-black-hole',
      how: 'the large segments of the request or its answer never arrive, and the program gives up waiting',
      source: 'RFC 2923 section 2.1',
    },
  ],
  settledBy: [{ text: "The originator's log: a time-out of just that length.", source: measured }],
  remedies: [
    {
      summary:
        "Find what takes longer than the originator waits, and let each layer's time-out be longer than that of the layer behind it",
      commands: [
        '# curl: how long until the first byte\ncurl -so /dev/null -w "%{time_starttransfer}\\n" URL',
        '# nginx as the originator:\nproxy_read_timeout 60s;',
      ],
      harm: 'longer time-outs hold connections and memory of requests that nobody waits for any more',
      verify: 'in a new capture the answers come before the time at which the originator used to give up',
      undo: 'restore the previous time-out',
      source: 'curl(1), --write-out; nginx ngx_http_proxy_module, proxy_read_timeout',
    },
  ],
  captures: ['client-abort.pcap'],
};
