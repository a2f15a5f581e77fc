import type { Story } from '../story.ts';

const rule = 'oifname "to-responder" tcp dport 8099 reject with tcp reset';

export const firewallRejectSyn: Story = {
  name: 'firewall-reject-syn',
  vantage: 'originator',
  cause: 'firewall-reject',
  sentBy: 'firewall',
  router: 'firewall',
  happened: `The router rejects connections to port 8099 with a RST in the responder's name. Beside them other connections to port 8080 of the same
host go well.`,
  commands: [`nft add rule inet filter forward ${rule}    # router`],
  play: async (network) => {
    const { one, noise, responder, router } = network;
    router.nft(`table inet filter { chain forward { type filter hook forward priority 0; ${rule}; }; }`);
    await network.listen('keep-alive', 8080);
    await network.originate(one, 'two-requests', responder.ip, '8080');
    const refused = await network.originate(one, 'two-requests', responder.ip, '8099', '--times', '2');
    if (refused.some((outcome) => outcome !== 'ECONNREFUSED')) throw new Error(`not refused: ${refused}`);
    await network.originate(noise, 'two-requests', responder.ip, '8080');
    await network.originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const resets = frames.filter(({ flags }) => flags === 'R.');
    const synAck = frames.find(({ flags }) => flags === 'S.');
    const [reset] = resets;
    if (reset === undefined || synAck === undefined || resets.length !== 2) return undefined;
    return {
      streams: resets.map(({ stream }) => stream),
      facts: [
        `Frames ${resets.map(({ number }) => number).join(' and ')} refuse the SYNs: RST+ACK, seq 0, window 0, IP ID ${reset.ipId}, TTL ${reset.ttl}.`,
        `The SYN-ACK of the same host's open port in frame ${synAck.number} has TTL ${synAck.ttl}: the refusal comes from one router nearer.`,
      ],
    };
  },
};
