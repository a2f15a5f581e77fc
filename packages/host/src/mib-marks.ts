/** What the names of the kernel's MIBs and of their counters are known by, as marks. `Ip` alone stands in too many words. */
export const mibMarks: readonly string[] = [
  'tcp',
  'icmp',
  'udp',
  'sctp',
  'ipext',
  'ip: ',
  'ip:\n',
  'ip0',
  'ipforw',
  'ipdefault',
  'ipin',
  'ipout',
  'ipreasm',
  'ipfrag',
];
