import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

export const closedPortBound: Story = {
  name: 'closed-port-bound',
  vantage: 'originator',
  cause: null,
  sentBy: null,
  cureOf: { story: 'closed-port-loopback', remedy: 'the program listens on all addresses' },
  happened: 'As in closed-port-loopback, but the program listens on all addresses of its host: each SYN is accepted.',
  commands: ['node actors/responder.ts keep-alive 8099    # responder'],
  play: async ({ one, noise, responder, listen, originate }) => {
    await listen('keep-alive', 8080);
    await listen('keep-alive', 8099);
    await originate(noise, 'two-requests', responder.ip, '8080');
    await originate(one, 'two-requests', responder.ip, '8099', '--times', '3');
    await originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const accepted = frames.filter(({ flags, from }) => flags === 'S.' && from.endsWith('.8099'));
    return accepted.length === 3
      ? nothingReset(frames, [
          `Frames ${accepted.map(({ number }) => number).join(', ')} accept the SYNs to port 8099.`,
        ])
      : undefined;
  },
};
