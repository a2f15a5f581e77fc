import { type CatalogueEntry, measured } from './entry.ts';

export const conntrackInvalid: CatalogueEntry = {
  seen: [
    {
      text: 'In the middle of a transfer a kind A RST whose TTL is higher than that of the data, right after an odd segment (beyond the window, or seconds old), faster than the responder could answer; more data of the responder comes after it.',
      source: measured,
    },
    {
      text: 'In the other direction the odd packet leaves as it is, and arrives from an inner address to which the originator has no connection, with the port and the numbers of one that it has; its kernel resets that.',
      source: measured,
    },
    {
      text: 'Between the ends the odd packet has no translated copy on the inside, and the RST leaves with the TTL of the NAT host.',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'A packet that connection tracking calls INVALID is not translated: it reaches the NAT host itself, which knows no such connection and resets it.',
      source: measured,
    },
    {
      text: 'Old duplicates are translated all the same by kernels from about 6.1 on; data beyond the window and bad flags are not.',
      source: measured,
    },
  ],
  lookAlikes: [
    { cause: 'idle-timeout', toldBy: 'a silence before' },
    { cause: 'firewall-reject', toldBy: 'no odd packet before' },
    { cause: 'anycast-shift', toldBy: 'the TTL may differ in any direction' },
    { cause: 'injected-reset', toldBy: 'the shape is not A' },
  ],
  settledBy: [
    {
      text: 'On the NAT host: `conntrack -S` (invalid) grows by two, TcpOutRsts by one; with net.netfilter.nf_conntrack_log_invalid=6 the kernel log names the reason.',
      source: measured,
    },
  ],
  remedies: [
    {
      summary: 'Drop INVALID packets on the NAT host before they reach its own stack',
      commands: ['iptables -I INPUT -m conntrack --ctstate INVALID -j DROP'],
      harm: 'breaks connections whose two directions take different ways, and hosts with several uplinks (kubernetes#94861, kubernetes#120412)',
      verify: 'the counter of the rule grows and the resets end',
      undo: '`iptables -D INPUT -m conntrack --ctstate INVALID -j DROP`',
      source: measured,
    },
    {
      summary: 'Let connection tracking take data beyond the window',
      commands: ['sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=1'],
      harm: 'only RSTs outside the window are called INVALID then; it was blamed for a full table once (aks-engine#1073)',
      verify: '`conntrack -S` (invalid) stays',
      undo: '`sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=0`',
      source: 'Documentation/networking/nf_conntrack-sysctl.rst',
    },
  ],
  captures: ['conntrack-invalid.pcap', 'conntrack-invalid-leak.pcap'],
};
