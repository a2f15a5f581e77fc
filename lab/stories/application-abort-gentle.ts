import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

export const applicationAbortGentle: Story = {
  name: 'application-abort-gentle',
  vantage: 'middle-to-responder',
  cause: null,
  sentBy: null,
  cureOf: { story: 'application-abort-ipv6', remedy: 'the program closes by a FIN, once it has answered' },
  happened: `A program lets no connection live for longer than 3.5 s, as in application-abort-ipv6, but it ends them by a FIN: one that was idle, and one on which nothing was
asked after the answers. Their originators close, too.`,
  commands: [],
  play: async ({ one, noise, responder, originate, listen }) => {
    await listen('limit-lifetime-gently', 8081);
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    const limited = [
      originate(one, 'until-closed', responder.ip, '8081'),
      originate(one, 'until-closed', responder.ip, '8081'),
      originate(one, 'one-after-another', responder.ip, '8081', '--requests', '2', '--pause', '1500'),
    ];
    const outcomes = (await Promise.all(limited)).flat();
    if (outcomes.some((outcome) => !outcome.endsWith('received'))) throw new Error(`cut off: ${outcomes.join(', ')}`);
    await originate(noise, 'two-requests', responder.ip, '8081');
  },
  find: (frames) => {
    const fins = frames.filter(({ from, flags }) => from.endsWith('.8081') && flags.includes('F'));
    const first = fins.filter(
      ({ stream, number }) =>
        !frames.some((frame) => frame.stream === stream && frame.flags.includes('F') && frame.number < number),
    );
    return first.length === 2
      ? nothingReset(frames, [
          `Frames ${first.map(({ number }) => number).join(' and ')} are FINs by which the responder closes first.`,
        ])
      : undefined;
  },
};
