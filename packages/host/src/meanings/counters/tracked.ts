import { type Meaning, moved, still } from '../meaning.ts';
import { counter } from './counter.ts';

/** conntrack's own; summed over CPUs. Its table belongs to a network namespace, its limit (nf_conntrack_max) to all of them. */
export const tracked: readonly Meaning[] = [
  counter(
    'conntrack.invalid',
    'conntrack called a packet INVALID: outside the window, a bad combination of flags or checksum, or the first of a connection and neither a SYN nor acceptable in mid-stream. NAT leaves such a packet untranslated.',
    [
      moved('raises', 'conntrack-invalid', 'conntrack called packets INVALID'),
      still('sinks', 'conntrack-invalid', 'conntrack called no packet INVALID'),
    ],
    'net/netfilter/nf_conntrack_core.c, nf_conntrack_in',
    '+2 for data over the window on a masquerading router (the packet, and the RST with which the router answers it), with TcpOutRsts +1 there; +0 for an old duplicate',
  ),
  counter(
    'conntrack.drop',
    'A packet was dropped because no entry could be made for it: the table is full and nothing could be evicted, or an entry could not be confirmed.',
    [
      moved('raises', 'conntrack-table-full', 'conntrack dropped packets because it could make no entry'),
      still('sinks', 'conntrack-table-full', 'conntrack dropped no packet'),
    ],
    'net/netfilter/nf_conntrack_core.c, nf_conntrack_in, __nf_conntrack_alloc, __nf_conntrack_confirm',
    '+1 for each SYN at 200 entries of 200, all assured',
  ),
  counter(
    'conntrack.early_drop',
    'The table was full, and an entry that was not assured was thrown out for a new one: the connection that it belonged to is forgotten.',
    [
      moved('raises', 'conntrack-table-full', 'the table was full: entries were thrown out for new ones'),
      moved('raises', 'idle-timeout', 'entries were thrown out before their time'),
    ],
    'net/netfilter/nf_conntrack_core.c, early_drop',
  ),
  counter(
    'conntrack.insert_failed',
    'Two packets of one connection made an entry at the same time and one was dropped; with DNS over UDP that costs seconds.',
    [moved('raises', 'firewall-drop', 'conntrack dropped packets because an entry for them was made at the same time')],
    'net/netfilter/nf_conntrack_core.c, __nf_conntrack_confirm, nf_ct_resolve_clash',
  ),
  counter(
    'conntrack.chaintoolong',
    'An entry could not be made because its hash chain was too long: too few buckets for the entries.',
    [moved('raises', 'conntrack-table-full', 'entries could not be made because hash chains were too long')],
    'net/netfilter/nf_conntrack_core.c, __nf_conntrack_confirm',
  ),
  counter(
    'conntrack.search_restart',
    'A look-up had to begin again because an entry moved meanwhile. Harmless.',
    [],
    'net/netfilter/nf_conntrack_core.c, ____nf_conntrack_find',
  ),
];
