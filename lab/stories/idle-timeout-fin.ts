import { aroundFirstReset, secondsText } from '../frames/of-stream.ts';
import type { Story } from '../story.ts';
import { forgetful, masquerade } from './idle-timeout-push.ts';
import { forgetsAfter } from './idle-timeout-rst.ts';

export const idleTimeoutFin: Story = {
  name: 'idle-timeout-fin',
  vantage: 'originator',
  cause: 'idle-timeout',
  // That the address was not translated any more is seen only where both sides are.
  fromPackets: { originator: null, 'middle-to-originator': null, 'middle-to-responder': null, responder: null },
  sentBy: 'responder',
  happened: `Originators share the router's address, and the router forgets a connection that was silent for ${forgetsAfter} s. After 9 s the originator closes it. To the router that FIN
belongs to nothing, so it leaves with the originator's own address, which the responder never heard of: it answers with a RST.`,
  commands: [
    `nft add rule ip nat postrouting ${masquerade}    # router`,
    ...Object.entries(forgetful).map(([name, value]) => `sysctl ${name}=${value}    # router`),
  ],
  play: async (stage) => {
    const { one, noise, responder, router } = stage;
    router.nft(`table ip nat { chain postrouting { type nat hook postrouting priority srcnat; ${masquerade}; }; }`);
    router.sysctl(forgetful);
    await stage.listen('keep-alive', 8080);
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
    await stage.originate(one, 'ask-and-wait', responder.ip, '8080', '--pause', '9000');
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8080);
    if (around === undefined) return undefined;
    const { reset, answered, stream } = around;
    const previous = stream.findLast(({ number }) => number < answered.number);
    if (previous === undefined || !answered.flags.includes('F')) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${answered.number} is the originator's FIN, after a silence of ${secondsText(answered.seconds - previous.seconds)}.`,
        `Frame ${reset.number} answers it: a RST, seq ${reset.seq} = its ack, TTL ${reset.ttl}, as all of the responder.`,
      ],
    };
  },
};
