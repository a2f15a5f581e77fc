import { type CatalogueEntry, measured } from './entry.ts';

export const firewallDrop: CatalogueEntry = {
  seen: [
    {
      text: 'SYNs are repeated and nothing ever comes back, no RST and no ICMP; or an open connection falls silent in one direction.',
      source: measured,
    },
  ],
  implies: [{ text: 'Something on the way discards the packets without a word.', source: measured }],
  lookAlikes: [
    { cause: 'conntrack-table-full', toldBy: '"nf_conntrack: table full" in the kernel log, and the drop counter' },
    { cause: 'backlog-overflow', toldBy: 'ListenOverflows grows on the responder' },
    { cause: 'path-mtu-black-hole', toldBy: 'small packets pass' },
    { cause: 'idle-timeout', toldBy: 'a silence came before' },
    { cause: 'restart', toldBy: 'the host is not heard in other connections either' },
  ],
  settledBy: [
    { text: 'A second capture behind the suspect: the SYN leaves here and does not arrive there.', source: measured },
  ],
  remedies: [
    {
      summary: 'Find what drops and let these packets through before it',
      commands: [
        'nft -a list ruleset | grep -n drop; iptables-save -c | grep DROP',
        'nft insert rule inet filter forward ip daddr ADDRESS tcp dport PORT accept',
      ],
      harm: 'opens the port for everybody whom the rule now lets through: name the sources, too (`ip saddr`)',
      verify: 'the counter of the drop rule stays, and the SYN is answered',
      undo: 'delete the rule by its handle (`nft -a list chain inet filter forward`)',
      source: 'nft(8), insert',
    },
    {
      summary: 'Reject instead of dropping towards your own networks, so that clients learn it at once',
      commands: ['nft add rule inet filter forward ip saddr 10.0.0.0/8 reject with icmpx admin-prohibited'],
      harm: 'tells scanners in those networks that a firewall is there',
      verify: 'attempts fail at once instead of after a time-out',
      undo: 'delete the rule by its handle (`nft -a list chain inet filter forward`)',
      source: 'nft(8), reject statement',
    },
  ],
  captures: ['firewall-drop-ipv6.pcap'],
};
