import { type CatalogueEntry, measured } from './entry.ts';

export const firewallReject: CatalogueEntry = {
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
    { cause: 'idle-timeout', toldBy: 'a silence came before' },
    {
      cause: 'anycast-shift',
      toldBy: 'the address has the TTL of the RST in other packets, too, or the RST comes from farther away',
    },
  ],
  settledBy: [
    {
      text: 'The counters of the rules: `nft list ruleset`, `iptables-save -c`. TcpOutRsts stays: a REJECT rule does not count there.',
      source: measured,
    },
  ],
  remedies: [
    {
      summary: 'Find the rule and let these packets through before it',
      commands: [
        'nft -a list ruleset | grep -n -B3 reject',
        'nft insert rule inet filter forward ip daddr ADDRESS tcp dport PORT ct state new,established accept',
      ],
      harm: 'opens the port for everybody whom the rule now lets through: name the sources, too (`ip saddr`)',
      verify: 'the counter of the reject rule stays, and new connections are answered by a SYN-ACK',
      undo: 'delete the rule by its handle (`nft -a list chain inet filter forward`)',
      source: 'nft(8), reject statement and insert',
    },
    {
      summary: 'Let connections that are open go on when rules are loaded',
      commands: ['nft insert rule inet filter forward ct state established,related accept'],
      harm: 'connections that a new rule is meant to forbid live on until they end',
      verify: 'open connections outlive the next change of rules',
      undo: 'delete the rule by its handle (`nft -a list chain inet filter forward`)',
      source: 'nft(8), ct state',
    },
  ],
  captures: ['firewall-reject-syn.pcap', 'firewall-reject-midstream.pcap', 'firewall-reject-icmp-ipv6.pcap'],
};
