import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

export const keepAliveRaceKeptApart: Story = {
  name: 'keep-alive-race-kept-apart',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  cureOf: { story: 'keep-alive-race', remedy: 'the originator gives idle connections up before the responder does' },
  happened: `The responder closes what was idle for two seconds, as in keep-alive-race, but the originator closes its connection after one and makes another for its next
request: no request can pass a FIN.`,
  commands: [],
  play: async ({ one, noise, responder, originate, listen }) => {
    await listen('close-idle', 8081);
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    const times = ['--times', '3', '--every', '1100'];
    await originate(one, 'ask-and-wait', responder.ip, '8081', '--pause', '1000', ...times);
    await originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const fins = frames.filter(({ flags, to }) => flags.includes('F') && to.endsWith('.8081'));
    if (fins.length !== 3) return undefined;
    return nothingReset(frames, [
      `Frames ${fins.map(({ number }) => number).join(', ')} are the FINs of the originator, the first of each connection.`,
    ]);
  },
};
