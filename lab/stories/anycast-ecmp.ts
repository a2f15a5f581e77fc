import { findSome, useTwoEdges } from '../scenes/two-edges.ts';
import type { Story } from '../story.ts';

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
    'ip route add 10.83.9.2/32 nexthop dev to-responder nexthop via 10.83.2.2    # router',
  ],
  play: (stage) =>
    useTwoEdges(stage, () => {
      const { two, responder, router } = stage;
      router.sysctl({ 'net.ipv4.fib_multipath_hash_policy': 1 });
      router.run(
        'ip',
        'route',
        'add',
        `${responder.ip}/32`,
        'nexthop',
        'dev',
        'to-responder',
        'nexthop',
        'via',
        two.ip,
      );
    }),
  find: findSome,
};
