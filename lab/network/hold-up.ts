import type { Namespace } from './namespace.ts';

/** How often the kernel asks for an address, and how many times: far more often than a hold lasts. */
const asking = { retrans_time_ms: 100, mcast_solicit: 200, ucast_solicit: 200 };

/**
 * Holds up what a router sends to the end behind an interface, as a slow path does: nothing is lost, and all of it arrives in order once it is released. The router forgets the end's
 * link-layer address and hears no answer when it asks for it; meanwhile the kernel keeps the packets (neigh_resolve_output). In the other direction everything passes.
 *
 * @param wire the router's interface to the end, as `to-one`
 * @returns releases what was held
 */
export function holdUp(router: Namespace, wire: string): () => void {
  for (const family of ['ipv4', 'ipv6']) {
    for (const [name, value] of Object.entries(asking))
      router.sysctl({ [`net.${family}.neigh.${wire}.${name}`]: value });
  }
  router.nft(`table arp hold-up {
    chain input { type filter hook input priority filter; iifname "${wire}" drop; }
  }
  table ip6 hold-up {
    chain input {
      type filter hook input priority filter;
      iifname "${wire}" icmpv6 type { nd-neighbor-advert, nd-neighbor-solicit } drop
    }
  }`);
  router.run('ip', 'neigh', 'flush', 'dev', wire);
  router.run('ip', '-6', 'neigh', 'flush', 'dev', wire);
  return () => router.nft('delete table arp hold-up; delete table ip6 hold-up');
}
