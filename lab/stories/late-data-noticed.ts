import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

export const lateDataNoticed: Story = {
  name: 'late-data-noticed',
  vantage: 'originator',
  cause: null,
  sentBy: null,
  cureOf: { story: 'late-data', remedy: 'the originator heeds the FIN, and asks again on a new connection' },
  happened: `The responder closes a connection after two seconds without a request, as in late-data. The originator's program reads that end, closes too, and makes a new connection
half a second later for its next request.`,
  commands: [],
  play: async ({ one, noise, responder, listen, originate }) => {
    await listen('close-idle', 8081);
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    await originate(one, 'until-closed', responder.ip, '8081', '--times', '2', '--every', '500');
    await originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const fins = frames.filter(({ flags, from }) => flags.includes('F') && from.endsWith('.8081'));
    return fins.length === 2
      ? nothingReset(frames, [
          `Frames ${fins.map(({ number }) => number).join(' and ')} are the responder's FINs; no data of the originator follows them.`,
        ])
      : undefined;
  },
};
