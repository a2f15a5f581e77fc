import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

export const lingerZeroClosed: Story = {
  name: 'linger-zero-closed',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  cureOf: { story: 'linger-zero-ipv6', remedy: 'the program closes without SO_LINGER 0' },
  happened:
    'The responder reads the request, answers it and closes, as in linger-zero-ipv6, but without SO_LINGER 0: a FIN goes out.',
  commands: [],
  play: async ({ one, noise, responder, listen, originate }) => {
    await listen('answer-and-close', 8081);
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    await originate(one, 'until-closed', responder.ip, '8081', '--times', '2');
    await originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const fins = frames.filter(({ flags, from }) => flags.includes('F') && from.endsWith('.8081'));
    return fins.length === 2
      ? nothingReset(frames, [`Frames ${fins.map(({ number }) => number).join(' and ')} are the responder's FINs.`])
      : undefined;
  },
};
