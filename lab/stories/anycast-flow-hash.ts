import { findSome, useTwoEdges } from '../scenes/two-edges.ts';
import type { Story } from '../story.ts';

const byFlow = `table ip mangle {
  chain prerouting {
    type filter hook prerouting priority mangle;
    iifname { "to-one", "to-noise" } ip daddr 10.83.9.2 tcp dport 8080 meta mark set jhash ip saddr . tcp sport mod 2
  }
}`;

export const anycastFlowHash: Story = {
  name: 'anycast-flow-hash',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  two: 'other-edge',
  controlOf: 'anycast-split',
  happened: `As in anycast-split, two hosts have the responder's address, but the router chooses by a hash of the originator's address and port: all packets of a
connection go to the same host.`,
  commands: [
    'ip address add 10.83.9.2/32 dev lo    # two',
    'ip rule add fwmark 1 table 100; ip route add 10.83.9.2/32 via 10.83.2.2 table 100    # router',
    'nft add rule ip mangle prerouting iifname to-one tcp dport 8080 meta mark set jhash ip saddr . tcp sport mod 2    # router',
  ],
  play: (stage) =>
    useTwoEdges(stage, () => {
      const { two, responder, router } = stage;
      router.run('ip', 'route', 'add', `${responder.ip}/32`, 'via', two.ip, 'table', '100');
      router.run('ip', 'rule', 'add', 'fwmark', '1', 'table', '100');
      router.nft(byFlow);
    }),
  find: findSome,
};
