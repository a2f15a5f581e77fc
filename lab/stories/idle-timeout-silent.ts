import { setTimeout as sleep } from 'node:timers/promises';
import { secondsText, sentMostOften, since } from '../frames/of-stream.ts';
import type { Story } from '../story.ts';
import { forgetsAfter } from './idle-timeout-rst.ts';

const ruleset = `table inet filter {
  chain forward {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    tcp flags & (syn | ack) == syn ct state new accept
  }
}`;

export const idleTimeoutSilent: Story = {
  name: 'idle-timeout-silent',
  vantage: 'originator',
  cause: 'idle-timeout',
  fromPackets: { 'middle-to-responder': null, responder: null },
  sentBy: 'unknown',
  happened: `The router lets connections pass that it knows, drops the rest, and forgets a connection that was silent for ${forgetsAfter} s. The request after a
silence of 7.5 s is sent again and again, and nothing comes back; a new connection works.`,
  commands: [
    'nft add chain inet filter forward { policy drop; }; ct state established,related accept; tcp flags & (syn | ack) == syn ct state new accept    # router',
    `sysctl net.netfilter.nf_conntrack_tcp_timeout_established=${forgetsAfter} net.netfilter.nf_conntrack_tcp_loose=0    # router`,
  ],
  play: async (network) => {
    const { one, responder, router } = network;
    router.nft(ruleset);
    router.sysctl({
      'net.netfilter.nf_conntrack_tcp_timeout_established': forgetsAfter,
      'net.netfilter.nf_conntrack_tcp_loose': 0,
    });
    await network.listen('keep-alive', 8080);
    await network.originate(network.noise, 'two-requests', responder.ip, '8080');
    await network.originate(one, 'two-requests', responder.ip, '8080');
    // It would wait for minutes: it ends with its namespace.
    network.originate(one, 'longer-pauses', responder.ip, '8080', '--pause', '2500').catch(() => {});
    await sleep(20_000);
    await network.originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const tries = sentMostOften(frames);
    const [first] = tries;
    if (first === undefined || tries.length < 4) return undefined;
    const previous = frames.findLast(({ number, stream }) => number < first.number && stream === first.stream);
    if (previous === undefined) return undefined;
    return {
      streams: [first.stream],
      facts: [
        `Frame ${first.number} is the first after a silence of ${secondsText(first.seconds - previous.seconds)} (frame ${previous.number} before it).`,
        `It is sent ${tries.length} times (frames ${tries.map(({ number }) => number).join(', ')}), after ${since(tries)} s; nothing answers.`,
      ],
    };
  },
};
