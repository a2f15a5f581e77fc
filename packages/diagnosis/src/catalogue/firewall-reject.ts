import { type CatalogueEntry, measured, unknownYet } from './entry.ts';

export const firewallReject: CatalogueEntry = {
  ...unknownYet,
  seen: [
    {
      text: 'A SYN is answered by a RST of kind B with the TTL of a nearer host, or by an ICMP error (administratively prohibited, port unreachable) from another address.',
      source: measured,
    },
    {
      text: 'In the middle of a connection: a kind A RST with a nearer TTL answers a segment that the responder never got.',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'A rule rejects the packet and answers in the name of its destination.',
      source: 'net/ipv4/netfilter/nf_reject_ipv4.c',
    },
  ],
  lookAlikes: [
    { cause: 'closed-port', toldBy: "the TTL is the responder's, and its TcpOutRsts grows" },
    { cause: 'conntrack-invalid', toldBy: 'an odd packet came right before' },
  ],
  settledBy: [
    {
      text: 'The counters of the rules: `nft list ruleset`, `iptables-save -c`. TcpOutRsts stays: a REJECT rule does not count there.',
      source: measured,
    },
  ],
};
