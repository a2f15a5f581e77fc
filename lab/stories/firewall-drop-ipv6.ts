import { setTimeout as sleep } from 'node:timers/promises';
import { since } from '../frames/of-stream.ts';
import type { Story } from '../story.ts';

const rule = 'tcp dport 8099 drop';

export const firewallDropIpv6: Story = {
  name: 'firewall-drop-ipv6',
  vantage: 'originator',
  cause: 'firewall-drop',
  sentBy: 'unknown',
  happened:
    'The router drops connections over IPv6 to port 8099. Beside them other connections to port 8080 of the same host go well.',
  commands: [
    `nft add rule ip6 filter forward ${rule}    # router`,
    'sysctl net.ipv4.tcp_syn_retries=4    # originator',
  ],
  play: async (network) => {
    const { one, noise, responder, router } = network;
    router.nft(`table ip6 filter { chain forward { type filter hook forward priority 0; ${rule}; }; }`);
    one.namespace.sysctl({ 'net.ipv4.tcp_syn_retries': 4 });
    await network.listen('keep-alive', 8080);
    await network.originate(one, 'two-requests', responder.ip6, '8080');
    network.originate(one, 'two-requests', responder.ip6, '8099').catch(() => {});
    await sleep(9000);
    await network.originate(noise, 'two-requests', responder.ip6, '8080');
  },
  find: (frames) => {
    const syns = frames.filter(({ to }) => to.endsWith('.8099'));
    const [syn] = syns;
    if (syn === undefined || syns.length < 5) return undefined;
    return {
      streams: [syn.stream],
      facts: [
        `Frames ${syns.map(({ number }) => number).join(', ')} are the same SYN (seq ${syn.seq}), sent after ${since(syns)} s; nothing answers.`,
      ],
    };
  },
};
