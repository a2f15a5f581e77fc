import { type CatalogueEntry, measured } from './entry.ts';

export const anycastShift: CatalogueEntry = {
  seen: [
    {
      text: 'A kind A RST answers an ordinary segment, its TTL is not that of the SYN-ACK and the data, there was no silence and no odd packet before; a new connection works.',
      source: measured,
    },
    {
      text: 'At equal distance: the RST comes right after the handshake, and the first machine, which still waits for the ACK, sends its SYN-ACK again; or it sends data again after the RST.',
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
    {
      cause: 'restart',
      toldBy:
        'the TTL is the same, and all connections are reset once; two TTLs over which one IP ID or timestamp counter goes on are one machine, whose packets come by two ways',
    },
    { cause: 'backlog-overflow', toldBy: 'no SYN-ACK comes again after the RST' },
    { cause: 'conntrack-invalid', toldBy: 'the RST comes from nearer, after an odd packet' },
    {
      cause: 'firewall-reject',
      toldBy:
        'the RST comes from nearer, and no other packet of the address has its TTL; a box that answers SYNs itself shows its TTL in the SYN-ACK alone',
    },
    { cause: 'idle-timeout', toldBy: 'a silence came before' },
  ],
  settledBy: [
    {
      text: 'Two IP ID sequences or two timestamp clocks within one connection, two SYN-ACKs to one SYN whose numbers no clock joins, or TTLs that change without one counter going on over them. Of machines at equal distance one vantage shows only what the first sends again.',
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
  captures: ['anycast-shift.pcap', 'anycast-split.pcap'],
};
