import { injectWhileWaiting } from '../scenes/injection.ts';
import type { Story } from '../story.ts';

const steps = [0, 1460, 4380];

export const injectedResetBurst: Story = {
  name: 'injected-reset-burst',
  vantage: 'originator',
  needs: ['perl'],
  cause: 'injected-reset',
  sentBy: 'middlebox',
  happened: `As in injected-reset, but the device sends to both ends, and three RSTs to the originator, with numbers ever farther ahead, so that one of them fits
even if more of the answer is on its way.`,
  commands: steps.map((step) => `perl network/raw-reset.pl 10.83.9.2 8080 10.83.1.2 PORT RCV_NXT+${step}    # router`),
  play: async (stage) => {
    const outcome = await injectWhileWaiting(stage, ({ reset }) => {
      for (const step of steps) reset('originator', step);
      reset('responder', 0);
    });
    if (outcome !== 'ECONNRESET') throw new Error(`not reset: ${outcome}`);
  },
  find: (frames) => {
    const resets = frames.filter(({ flags }) => flags === 'R');
    const [first] = resets;
    if (first === undefined || resets.length !== steps.length) return undefined;
    if (resets.some(({ seq }, index) => (seq - first.seq) >>> 0 !== steps[index])) return undefined;
    return {
      streams: [first.stream],
      facts: [
        `Frames ${resets.map(({ number }) => number).join(', ')} are RSTs with seq ${resets.map(({ seq }) => seq).join(', ')}, all with IP ID ${first.ipId} and TTL ${first.ttl}.`,
      ],
    };
  },
};
