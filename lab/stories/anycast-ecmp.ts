import { findSome, useTwoEdges } from '../scenes/two-edges.ts';
import type { Stage, Story } from '../story.ts';

export const anycastEcmp: Story = {
  name: 'anycast-ecmp',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  two: 'other-edge',
  controlOf: 'anycast-shift',
  happened: `Two hosts have the responder's address, and the router's kernel has both as next hops of one route (ECMP), chosen by a hash of addresses and ports
(fib_multipath_hash_policy=1). Ten connections: some go here, some there, and each stays where it began.`,
  commands: [
    'ip address add 10.83.9.2/32 dev lo    # two',
    'sysctl net.ipv4.fib_multipath_hash_policy=1    # router',
    'ip route add 10.83.9.2/32 nexthop via 10.83.9.2 nexthop via 10.83.2.2    # router',
  ],
  play: (stage) => useTwoEdges(stage, () => ecmpRoute(stage, 1)),
  find: findSome,
};

/** @param policy net.ipv4.fib_multipath_hash_policy: 0 hashes addresses, 1 addresses and ports */
export function ecmpRoute({ two, responder, router }: Stage, policy: 0 | 1): void {
  router.sysctl({ 'net.ipv4.fib_multipath_hash_policy': policy });
  const hops = ['nexthop', 'via', responder.ip, 'nexthop', 'via', two.ip];
  router.run('ip', 'route', 'add', `${responder.ip}/32`, ...hops);
}
