import { answerBehind, aroundFirstReset } from '../frames/of-stream.ts';
import { injectWhileWaiting } from '../scenes/injection.ts';
import type { Story } from '../story.ts';

/** The responder's packets arrive with 63; the device is one router nearer. */
const rule = 'tcp flags & rst == rst ip ttl 64 drop';

export const injectedResetDropped: Story = {
  name: 'injected-reset-dropped',
  vantage: 'originator',
  needs: ['perl'],
  cause: null,
  sentBy: null,
  cureOf: {
    story: 'injected-reset',
    remedy: "the originator's firewall drops RSTs that the responder cannot have sent",
  },
  happened: `As in injected-reset, but the originator's firewall drops RSTs whose TTL is another than that of the responder's packets. The forged one is on the wire, and the kernel never
gets it: the answer comes, and the connection goes on.`,
  commands: [
    `nft add rule inet filter input ${rule}    # originator`,
    'perl network/raw-reset.pl 10.83.9.2 8080 10.83.1.2 PORT RCV_NXT    # router',
  ],
  play: async (stage) => {
    stage.one.namespace.nft(`table inet filter { chain input { type filter hook input priority filter; ${rule}; }; }`);
    const outcome = await injectWhileWaiting(stage, ({ reset }) => reset('originator', 0));
    if (outcome !== '540 received') throw new Error(`did not go on: ${outcome}`);
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8080);
    if (around === undefined) return undefined;
    const { reset, own, stream } = around;
    const answer = answerBehind(around);
    const taken = answer && stream.find(({ from, ack }) => from === reset.to && ack === answer.seq + answer.length);
    if (answer === undefined || taken === undefined || reset.ttl === own.ttl) return undefined;
    return {
      streams: [],
      facts: [
        `Frame ${reset.number} is the forged RST, seq ${reset.seq}, TTL ${reset.ttl}; the responder's frame ${own.number} has TTL ${own.ttl}.`,
        `Frame ${answer.number} is the responder's answer, which frame ${taken.number} acknowledges: the RST was not accepted.`,
      ],
    };
  },
};
