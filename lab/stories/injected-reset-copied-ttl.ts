import { answerBehind, aroundFirstReset } from '../frames/of-stream.ts';
import { injectWhileWaiting } from '../scenes/injection.ts';
import type { Story } from '../story.ts';

export const injectedResetCopiedTtl: Story = {
  name: 'injected-reset-copied-ttl',
  vantage: 'originator',
  needs: ['perl'],
  cause: 'injected-reset',
  sentBy: 'middlebox',
  happened: `As in injected-reset, but the device takes care that its RST arrives with the TTL that the responder's packets have. What gives it away is the answer
that comes after it all the same.`,
  commands: ['perl network/raw-reset.pl 10.83.9.2 8080 10.83.1.2 PORT RCV_NXT 63    # router'],
  play: async (stage) => {
    const outcome = await injectWhileWaiting(stage, ({ reset }) => reset('originator', 0, 63));
    if (outcome !== 'ECONNRESET') throw new Error(`not reset: ${outcome}`);
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8080);
    if (around === undefined) return undefined;
    const { reset, own } = around;
    const answer = answerBehind(around);
    if (answer === undefined || reset.ttl !== own.ttl) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${reset.number} is a RST, seq ${reset.seq}, IP ID ${reset.ipId}, TTL ${reset.ttl}, as the responder's frame ${own.number}.`,
        `The responder's answer is frame ${answer.number}, ${((answer.seconds - reset.seconds) * 1000).toFixed(0)} ms after the RST.`,
      ],
    };
  },
};
