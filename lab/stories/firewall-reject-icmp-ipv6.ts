import { sentMostOften } from '../frames/of-stream.ts';
import type { Story } from '../story.ts';

const rule = 'tcp dport 8099 reject with icmpv6 type admin-prohibited';

export const firewallRejectIcmpIpv6: Story = {
  name: 'firewall-reject-icmp-ipv6',
  vantage: 'originator',
  cause: 'firewall-reject',
  sentBy: 'firewall',
  router: 'firewall',
  capture: ['tcp or (icmp6 and ip6[40] = 1)'],
  happened:
    'The router rejects connections over IPv6 to port 8099 with the ICMPv6 error "administratively prohibited".',
  commands: [`nft add rule ip6 filter forward ${rule}    # router`],
  play: async (network) => {
    const { one, responder, router } = network;
    router.nft(`table ip6 filter { chain forward { type filter hook forward priority 0; ${rule}; }; }`);
    await network.listen('keep-alive', 8080);
    await network.originate(network.noise, 'two-requests', responder.ip6, '8080');
    await network.originate(one, 'two-requests', responder.ip6, '8080');
    const refused = await network.originate(one, 'two-requests', responder.ip6, '8099');
    if (refused[0] !== 'EACCES') throw new Error(`not refused: ${refused}`);
    await network.originate(one, 'two-requests', responder.ip6, '8080');
  },
  find: (frames) => {
    const syns = frames.filter(({ to, flags }) => to.endsWith('.8099') && flags === 'S');
    const [syn] = syns;
    if (syn === undefined || sentMostOften(frames).length === 0) return undefined;
    return {
      streams: [syn.stream],
      facts: [`The SYN in frame ${syn.number} gets no TCP answer; the ICMPv6 error right after it quotes it.`],
    };
  },
};
