import { type CatalogueEntry, measured } from './entry.ts';

export const conntrackTableFull: CatalogueEntry = {
  seen: [{ text: 'New connections are swallowed as by a firewall, open ones go on.', source: measured }],
  implies: [
    {
      text: 'A packet that would need a new entry in a full connection tracking table is dropped.',
      source: 'net/netfilter/nf_conntrack_core.c',
    },
  ],
  lookAlikes: [{ cause: 'firewall-drop', toldBy: 'the drop counter of conntrack stays' }],
  behind: [
    {
      cause: 'connection-churn',
      how: 'each connection leaves an entry for the time of its TIME_WAIT',
      source: 'Documentation/networking/nf_conntrack-sysctl.rst, nf_conntrack_tcp_timeout_time_wait',
    },
  ],
  settledBy: [
    {
      text: '`conntrack -S` (drop) and "nf_conntrack: table full, dropping packet" in the kernel log; nf_conntrack_count against nf_conntrack_max.',
      source: measured,
    },
  ],
  remedies: [
    {
      summary: 'Reuse connections, so that there are fewer entries; else make room for more',
      commands: [
        'sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max',
        'sysctl -w net.netfilter.nf_conntrack_max=524288',
      ],
      harm: 'each entry takes kernel memory; with many more entries than buckets (nf_conntrack_buckets) every look-up gets slower',
      verify: 'the drop counter of `conntrack -S` stays',
      undo: 'write the previous nf_conntrack_max back',
      source: 'Documentation/networking/nf_conntrack-sysctl.rst',
    },
  ],
  captures: ['conntrack-table-full.pcap'],
};
