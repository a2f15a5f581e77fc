import type { Story } from '../story.ts';
import { restart } from './restart.ts';

const everySecond = `table ip mangle {
  chain prerouting {
    type filter hook prerouting priority mangle;
    iifname "to-responder" meta mark set numgen inc mod 2
  }
}`;

export const restartTwoWays: Story = {
  ...restart,
  name: 'restart-two-ways',
  two: 'second-router',
  // Every second packet of one direction.
  fromPackets: { 'second-router': null },
  happened: `As [restart](restart.md), but every second packet of the responder comes back by a way that is two routers longer. So its packets, and
its RSTs, have two TTLs, and yet there is only one machine: its IP IDs and its timestamps count on over both.`,
  commands: [
    'ip rule add fwmark 1 table 101; ip route add default via 10.83.2.2 table 101    # router; two sends it back',
    'nft add rule ip mangle prerouting iifname to-responder meta mark set numgen inc mod 2    # router',
    ...restart.commands,
  ],
  play: async (network) => {
    const { two, router } = network;
    two.namespace.sysctl({
      'net.ipv4.ip_forward': 1,
      'net.ipv4.conf.all.send_redirects': 0,
      'net.ipv4.conf.wire.send_redirects': 0,
      'net.ipv4.conf.all.rp_filter': 0,
      'net.ipv4.conf.wire.rp_filter': 0,
    });
    router.sysctl({ 'net.ipv4.conf.all.rp_filter': 0, 'net.ipv4.conf.to-two.rp_filter': 0 });
    router.run('ip', 'route', 'add', 'default', 'via', two.ip, 'table', '101');
    router.run('ip', 'rule', 'add', 'fwmark', '1', 'table', '101');
    router.nft(everySecond);
    await restart.play(network);
  },
  find: (frames) => {
    const found = restart.find(frames);
    const ttls = new Set(
      frames.filter(({ flags, from }) => !flags.includes('R') && from.endsWith('.8081')).map(({ ttl }) => ttl),
    );
    if (found === undefined || ttls.size !== 2) return undefined;
    return {
      ...found,
      facts: [...found.facts, `The responder's other packets have TTL ${[...ttls].join(' and ')}.`],
    };
  },
};
