import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

export const unreadDataAnnounced: Story = {
  name: 'unread-data-announced',
  vantage: 'middle-to-responder',
  cause: null,
  sentBy: null,
  cureOf: { story: 'unread-data-413', remedy: 'the originator asks before it sends the body (Expect: 100-continue)' },
  happened: `An upload announces 40,000 bytes, as in unread-data-413, and asks by "Expect: 100-continue" whether they are wanted. The answer is 413, and the originator sends none of
them: nothing is unread when the responder closes.`,
  commands: [],
  play: async ({ one, noise, responder, originate, listen }) => {
    await listen('keep-alive', 8080);
    await listen('refuse-announced', 8081);
    await originate(noise, 'two-requests', responder.ip, '8080');
    await originate(one, 'put-if-expected', responder.ip, '8081', '--body', '40000');
    await originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const [header, ...more] = frames.filter(({ to, length }) => to.endsWith('.8081') && length > 0);
    const answer = frames.find(({ from, length }) => from.endsWith('.8081') && length > 0);
    if (header === undefined || answer === undefined || more.length > 0) return undefined;
    return nothingReset(frames, [
      `Frame ${header.number} is the header of the upload, and frame ${answer.number} the answer 413. No byte of the body is sent.`,
    ]);
  },
};
