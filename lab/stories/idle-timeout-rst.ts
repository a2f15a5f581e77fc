import { aroundFirstReset, secondsText } from '../frames/of-stream.ts';
import type { Story } from '../story.ts';

export const forgetsAfter = 7;
const ruleset = `table ip nat {
  chain prerouting { type nat hook prerouting priority dstnat; ip daddr 10.83.1.1 tcp dport 8080 dnat to 10.83.9.2:8080; }
  chain postrouting { type nat hook postrouting priority srcnat; }
}`;

export const idleTimeoutRst: Story = {
  name: 'idle-timeout-rst',
  vantage: 'originator',
  cause: 'idle-timeout',
  sentBy: 'middlebox',
  happened: `The router translates its own address to the responder's, and forgets a connection that was silent for ${forgetsAfter} s. A connection on which
the pauses get longer (2.5, 5, 7.5 s) lives on after the first two; the request after the third reaches the router itself, which resets it.`,
  commands: [
    'nft add rule ip nat prerouting ip daddr 10.83.1.1 tcp dport 8080 dnat to 10.83.9.2:8080    # router',
    `sysctl net.netfilter.nf_conntrack_tcp_timeout_established=${forgetsAfter} net.netfilter.nf_conntrack_tcp_loose=0    # router`,
  ],
  play: async (network) => {
    const { one, router } = network;
    router.nft(ruleset);
    router.sysctl({
      'net.netfilter.nf_conntrack_tcp_timeout_established': forgetsAfter,
      'net.netfilter.nf_conntrack_tcp_loose': 0,
    });
    await network.listen('keep-alive', 8080);
    await network.originate(network.noise, 'two-requests', network.responder.ip, '8080');
    await network.originate(one, 'two-requests', '10.83.1.1', '8080');
    const [outcome] = await network.originate(one, 'longer-pauses', '10.83.1.1', '8080', '--pause', '2500');
    if (outcome !== 'ECONNRESET') throw new Error(`not reset: ${outcome}`);
    await network.originate(one, 'two-requests', '10.83.1.1', '8080');
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8080);
    if (around === undefined) return undefined;
    const { reset, answered, own, stream } = around;
    const previous = stream.findLast(({ number }) => number < answered.number);
    if (previous === undefined || reset.seq !== answered.ack) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${answered.number} is the first after a silence of ${secondsText(answered.seconds - previous.seconds)} (frame ${previous.number} before it).`,
        `Frame ${reset.number} answers it: a RST, seq ${reset.seq} = its ack, TTL ${reset.ttl}; the responder's frame ${own.number} has TTL ${own.ttl}.`,
      ],
    };
  },
};
