import type { Story } from '../story.ts';

const rule = 'tcp dport 8099 reject with icmp type admin-prohibited';

export const firewallRejectIcmp: Story = {
  name: 'firewall-reject-icmp',
  vantage: 'originator',
  cause: 'firewall-reject',
  sentBy: 'firewall',
  router: 'firewall',
  capture: ['tcp or icmp'],
  happened: 'The router rejects connections to port 8099 with the ICMP error "administratively prohibited".',
  commands: [`nft add rule ip filter forward ${rule}    # router`],
  play: async (stage) => {
    const { one, noise, responder, router } = stage;
    router.nft(`table ip filter { chain forward { type filter hook forward priority 0; ${rule}; }; }`);
    await stage.listen('keep-alive', 8080);
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
    const refused = await stage.originate(one, 'two-requests', responder.ip, '8099', '--times', '2');
    if (refused.some((outcome) => outcome !== 'EHOSTUNREACH')) throw new Error(`not refused: ${refused}`);
    await stage.originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const syns = frames.filter(({ to, flags }) => to.endsWith('.8099') && flags === 'S');
    // The first error can find the socket busy: then the SYN is sent again, and the second one ends it.
    const streams = [...new Set(syns.map(({ stream }) => stream))];
    if (streams.length !== 2) return undefined;
    return {
      streams,
      facts: [
        `The SYNs in frames ${syns.map(({ number }) => number).join(', ')} get no TCP answer; the ICMP errors right after them quote them.`,
      ],
    };
  },
};
