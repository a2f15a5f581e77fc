import { setTimeout as sleep } from 'node:timers/promises';
import { aroundFirstReset } from '../frames/of-stream.ts';
import type { Story } from '../story.ts';

const rule = 'ip saddr 10.83.1.2 tcp dport 8080 reject with tcp reset';

export const firewallRejectMidstream: Story = {
  name: 'firewall-reject-midstream',
  vantage: 'originator',
  cause: 'firewall-reject',
  sentBy: 'firewall',
  router: 'firewall',
  happened: `While a connection is kept alive, the router gets a rule that rejects its packets. The next request is answered by a RST that the
router makes in the responder's name.`,
  commands: [`nft add rule inet filter forward ${rule}    # router, after the second request`],
  play: async (network) => {
    const { one, responder, router } = network;
    await network.listen('keep-alive', 8080);
    await network.originate(network.noise, 'two-requests', responder.ip, '8080');
    await network.originate(one, 'two-requests', responder.ip, '8080');
    const paused = network.originate(one, 'pause-between', responder.ip, '8080');
    await sleep(1000);
    router.nft(`table inet filter { chain forward { type filter hook forward priority 0; ${rule}; }; }`);
    await paused;
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8080);
    if (around === undefined) return undefined;
    const { reset, answered, own, stream } = around;
    if (reset.seq !== answered.ack || reset.ttl === own.ttl) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${reset.number} is a RST, seq ${reset.seq} = the ack of the request in frame ${answered.number}, TTL ${reset.ttl}, IP ID ${reset.ipId}, window ${reset.window}.`,
        `The responder's frame ${own.number} before it has TTL ${own.ttl}. The longest pause before is ${(answered.seconds - (stream.findLast(({ number }) => number < answered.number)?.seconds ?? 0)).toFixed(1)} s.`,
      ],
    };
  },
};
