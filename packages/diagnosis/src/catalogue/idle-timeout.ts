import { count } from '../phrases.ts';
import { knownTimers } from '../silence/known-timers.ts';
import { type CatalogueEntry, measured } from './entry.ts';

export const idleTimeout: CatalogueEntry = {
  seen: [
    {
      text: 'After a silence the next packet is answered by a kind A RST with the TTL of a nearer box, or by nothing; shorter silences passed.',
      source: measured,
    },
    {
      text: 'Beyond a NAT that picks connections up in the middle (Linux, nf_conntrack_tcp_loose=1) the next packet comes from another source port, without SYN and with the numbers of the silent connection, and the responder itself resets it.',
      source: measured,
    },
    { text: 'The timer lies between the longest silence that lived and the shortest that died.', source: measured },
  ],
  implies: [
    {
      text: 'A NAT, firewall or balancer forgot the connection; the end behind it keeps it ESTABLISHED for ever.',
      source: measured,
    },
    ...knownTimers.map(({ box, seconds, afterwards, source }) => ({
      text: `${box}: ${count(seconds)} s${afterwards === undefined ? '' : `; then ${afterwards}`}.`,
      source,
    })),
  ],
  lookAlikes: [
    { cause: 'conntrack-invalid', toldBy: 'no silence, but an odd packet before' },
    { cause: 'restart', toldBy: "busy connections are reset, too, with the responder's own TTL" },
    { cause: 'keep-alive-race', toldBy: 'a FIN came before' },
    { cause: 'firewall-reject', toldBy: 'new connections are rejected, too' },
    { cause: 'firewall-drop', toldBy: 'new connections are swallowed, too' },
    { cause: 'path-mtu-black-hole', toldBy: 'only large packets are lost' },
  ],
  settledBy: [{ text: 'The silences of all connections side by side: they part at one length.', source: measured }],
  remedies: [
    {
      summary: 'Send keep-alives more often than the shortest timer on the way',
      commands: [
        '# for programs that set SO_KEEPALIVE:\nsysctl -w net.ipv4.tcp_keepalive_time=120 net.ipv4.tcp_keepalive_intvl=30',
      ],
      harm: 'a little traffic on idle connections; dead peers are noticed sooner, also during short failures of the network',
      verify: 'connections that were silent for longer than the timer live on in a new capture',
      undo: '`sysctl -w net.ipv4.tcp_keepalive_time=7200 net.ipv4.tcp_keepalive_intvl=75`',
      source: 'Documentation/networking/ip-sysctl.rst, tcp_keepalive_time',
    },
    {
      summary: 'Let the box say when it forgets, where it can: a RST at once is better than a request that waits',
      commands: [
        '# Azure Load Balancer:\naz network lb rule update --resource-group GROUP --lb-name BALANCER --name RULE --enable-tcp-reset true',
      ],
      harm: 'programs get a reset where there was silence: they must open a new connection',
      verify: 'in a new capture both ends get a RST when the timer runs out',
      undo: '`az network lb rule update --resource-group GROUP --lb-name BALANCER --name RULE --enable-tcp-reset false`',
      source: 'Microsoft, Load Balancer TCP reset and idle timeout; az network lb rule update, --enable-tcp-reset',
    },
    {
      summary: 'Retry the request once on a fresh connection when it is idempotent',
      commands: [
        '# the default of nginx, which needs a second server in the upstream:\nproxy_next_upstream error timeout;',
      ],
      harm: 'a request that is not idempotent may be carried out twice if it is retried, too',
      verify: 'requests after a silence succeed, although connections still die',
      undo: '`proxy_next_upstream off;`',
      source: 'RFC 9110 section 9.2.2; nginx ngx_http_proxy_module, proxy_next_upstream',
    },
  ],
  captures: ['idle-timeout-rst.pcap', 'idle-timeout-silent.pcap', 'idle-timeout-snat.pcap'],
};
