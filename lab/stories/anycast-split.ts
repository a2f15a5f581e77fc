import { setTimeout as sleep } from 'node:timers/promises';
import type { Story } from '../story.ts';

const everySecond = `table ip mangle {
  chain prerouting {
    type filter hook prerouting priority mangle;
    iifname "to-one" ip daddr 10.83.9.2 tcp dport 8080 meta mark set numgen inc mod 2
  }
}`;

export const anycastSplit: Story = {
  name: 'anycast-split',
  vantage: 'originator',
  cause: 'anycast-shift',
  fromPackets: { 'other-edge': null },
  sentBy: 'other-edge',
  two: 'other-edge',
  happened: `Two hosts, equally far away, have the responder's address, and the router sends every second packet to the second one. The SYN reaches
the first, the ACK that completes the handshake the second, which knows nothing of it and resets it. The first still waits for the ACK, and repeats its SYN-ACK.`,
  commands: [
    'ip address add 10.83.9.2/32 dev lo    # two',
    'ip rule add fwmark 1 table 100; ip route add 10.83.9.2/32 via 10.83.2.2 table 100    # router',
    'nft add rule ip mangle prerouting iifname to-one tcp dport 8080 meta mark set numgen inc mod 2    # router',
  ],
  play: async (network) => {
    const { one, two, responder, router } = network;
    two.namespace.run('ip', 'address', 'add', `${responder.ip}/32`, 'dev', 'lo');
    await network.listen('keep-alive', 8080);
    await network.listenAt(two, 'keep-alive', 8080);
    await network.originate(network.noise, 'two-requests', responder.ip, '8080');
    await network.originate(one, 'two-requests', responder.ip, '8080');
    router.run('ip', 'route', 'add', `${responder.ip}/32`, 'via', two.ip, 'table', '100');
    router.run('ip', 'rule', 'add', 'fwmark', '1', 'table', '100');
    router.nft(everySecond);
    await network.originate(one, 'speak-late', responder.ip, '8080', '--pause', '1500');
    const until = Date.now() + 5000;
    while (Date.now() < until && network.soFar().filter(({ flags }) => flags === 'S.').length < 3) {
      await sleep(200);
    }
    await sleep(200);
    router.run('nft', 'flush', 'ruleset');
    await network.originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const reset = frames.find(({ flags }) => flags === 'R');
    if (reset === undefined) return undefined;
    const stream = frames.filter(({ stream: of }) => of === reset.stream);
    const synAcks = stream.filter(({ flags }) => flags === 'S.');
    const again = synAcks.find(({ number }) => number > reset.number);
    const [first] = synAcks;
    if (first === undefined || again === undefined || first.ttl !== reset.ttl || first.seq !== again.seq)
      return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${reset.number} resets the connection right after its handshake: seq ${reset.seq} = the SYN-ACK's seq + 1 (frame ${first.number}), TTL ${reset.ttl} as the SYN-ACK.`,
        `Frame ${again.number} is the same SYN-ACK again, ${(again.seconds - reset.seconds).toFixed(3)} s later: whoever sent it has not reset the connection.`,
      ],
    };
  },
};
