import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

export const clientAbortPatient: Story = {
  name: 'client-abort-patient',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  cureOf: { story: 'client-abort', remedy: 'the originator waits for longer than the answer takes' },
  happened:
    'A responder takes 0.6 s for each answer, and the originator waits for it: its program gives up after 20 s.',
  commands: [],
  play: async ({ one, noise, responder, listen, originate }) => {
    await listen('answer-late', 8081);
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    await originate(one, 'two-requests', responder.ip, '8081', '--times', '2');
    await originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const answers = frames.filter(({ from, length }) => from.endsWith('.8081') && length > 0);
    return answers.length === 4
      ? nothingReset(frames, [`Frames ${answers.map(({ number }) => number).join(', ')} are the answers.`])
      : undefined;
  },
};
