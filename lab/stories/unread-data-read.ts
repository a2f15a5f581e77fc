import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

export const unreadDataRead: Story = {
  name: 'unread-data-read',
  vantage: 'middle-to-responder',
  cause: null,
  sentBy: null,
  cureOf: { story: 'unread-data-413', remedy: 'the upload is read to its end before the close' },
  happened: `An upload of 40,000 bytes is answered 413, as in unread-data-413, but the responder reads it to its end before it answers and closes: nothing lies
in its kernel's queue, and the originator gets the answer and a FIN.`,
  commands: [],
  play: async ({ one, noise, responder, originate, listen }) => {
    await listen('keep-alive', 8080);
    await listen('refuse-read', 8081);
    await originate(noise, 'two-requests', responder.ip, '8080');
    await originate(one, 'put', responder.ip, '8081', '--body', '40000', '--pause', '15');
    await originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const answer = frames.find(({ from, length }) => from.endsWith('.8081') && length > 0);
    const fin = frames.find(({ from, flags }) => from.endsWith('.8081') && flags.includes('F'));
    if (answer === undefined || fin === undefined) return undefined;
    return nothingReset(frames, [
      `Frame ${answer.number} is the answer 413, and frame ${fin.number} the responder's FIN.`,
    ]);
  },
};
