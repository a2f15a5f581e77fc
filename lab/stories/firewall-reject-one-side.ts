import { setTimeout as sleep } from 'node:timers/promises';
import { aroundFirstReset, secondsText } from '../frames/of-stream.ts';
import type { Story } from '../story.ts';

const rule = 'ip saddr 10.83.9.2 tcp sport 8081 reject with tcp reset';

export const firewallRejectOneSide: Story = {
  name: 'firewall-reject-one-side',
  vantage: 'responder',
  cause: 'firewall-reject',
  // There is no more to be seen than requests that nothing answers.
  fromPackets: { originator: 'firewall-drop', 'middle-to-originator': 'firewall-drop' },
  sentBy: 'firewall',
  router: 'firewall',
  happened: `Rejected on one side only: while a connection is kept alive, the router gets a rule that rejects what the responder sends. Its ACK and its answer to the next request are answered by RSTs
in the originator's name, which end the connection there. The originator hears nothing of it, and sends its request again and again: the RSTs of the responder's kernel, which
knows no such connection any more, do not pass the rule either.`,
  commands: [`nft add rule inet filter forward ${rule}    # router, after the second request`],
  play: async (stage) => {
    const { one, noise, responder, router } = stage;
    await stage.listen('keep-alive', 8081);
    await stage.listen('keep-alive', 8080);
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
    // It would wait for minutes: it ends with its namespace.
    stage.originate(one, 'pause-between', responder.ip, '8081').catch(() => {});
    await sleep(1000);
    router.nft(`table inet filter { chain forward { type filter hook forward priority 0; ${rule}; }; }`);
    await sleep(9000);
    await stage.originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8081);
    if (around === undefined) return undefined;
    const { reset, answered, own } = around;
    if (reset.from.endsWith('.8081') || reset.seq !== answered.ack || reset.ttl === own.ttl) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${reset.number} is a RST in the originator's name, seq ${reset.seq} = the ack of the responder's frame ${answered.number}, ${secondsText(reset.seconds - answered.seconds)} after it, TTL ${reset.ttl}; the originator's frame ${own.number} has TTL ${own.ttl}.`,
      ],
    };
  },
};
