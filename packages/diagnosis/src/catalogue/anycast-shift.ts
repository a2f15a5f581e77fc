import { type CatalogueEntry, measured } from './entry.ts';

export const anycastShift: CatalogueEntry = {
  seen: [
    {
      text: 'A kind A RST answers an ordinary segment, its TTL is not that of the SYN-ACK and the data, there was no silence and no odd packet before; a new connection works.',
      source: measured,
    },
  ],
  implies: [
    {
      text: 'Packets of one connection reached two machines behind one address: split packet by packet, or by a change of route. It is rare: look at firewalls and the path MTU first, unless the TTLs say otherwise.',
      source: measured,
    },
  ],
  lookAlikes: [
    { cause: 'injected-reset', toldBy: 'the shape is not A' },
    { cause: 'restart', toldBy: 'the TTL is the same, and all connections are reset once' },
    { cause: 'conntrack-invalid', toldBy: 'the RST comes from nearer, after an odd packet' },
    { cause: 'firewall-reject', toldBy: 'the RST comes from nearer, and no other packet of the address has its TTL' },
    { cause: 'idle-timeout', toldBy: 'a silence came before' },
  ],
  settledBy: [
    {
      text: 'A SYN-ACK and data with different TTLs, two IP ID sequences or two timestamp clocks from one address. Machines at equal distance can not be told apart from one vantage.',
      source: measured,
    },
  ],
  remedies: [
    {
      summary: 'Spread by flow, not by packet, on the router that splits the way',
      commands: [
        'sysctl -w net.ipv4.fib_multipath_hash_policy=1',
        '# other makes: per-flow (5-tuple) hashing; leave TTL out of the hash',
      ],
      harm: 'one large flow stays on one link',
      verify: 'all answers to one flow have one TTL: `ping -c 20 ADDRESS`',
      undo: '`sysctl -w net.ipv4.fib_multipath_hash_policy=0`',
      source: 'Documentation/networking/ip-sysctl.rst, fib_multipath_hash_policy',
    },
    {
      summary: 'Until then, name one machine by its own address',
      commands: ["echo 'UNICAST-IP NAME' >> /etc/hosts"],
      harm: 'what DNS says is not followed any more: take the line out again, or the next move of the service breaks you',
      verify: 'new captures show one TTL for the address',
      undo: 'delete the line from /etc/hosts',
      source: 'hosts(5)',
    },
  ],
  captures: ['anycast-shift.pcap'],
};
