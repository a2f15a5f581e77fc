import { setTimeout as sleep } from 'node:timers/promises';
import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

const filter = ['state', 'time-wait', 'sport', '=', ':8082'];

export const socketDestroyedTimewait: Story = {
  name: 'socket-destroyed-timewait',
  vantage: 'responder',
  needs: ['ss -K'],
  cause: null,
  sentBy: null,
  controlOf: 'socket-destroyed',
  happened: `An operator destroys sockets of a host, as in socket-destroyed, but the filter names only those that wait in TIME_WAIT behind a connection that is over: they go without a
packet, and the connections that are open go on.`,
  commands: [`ss -K ${filter.join(' ')}    # responder`],
  play: async ({ one, noise, responder, originate, listen }) => {
    await listen('keep-alive', 8081);
    await listen('answer-and-close', 8082);
    const open = [one, noise].map((end) =>
      originate(end, 'one-after-another', responder.ip, '8081', '--requests', '4', '--pause', '700'),
    );
    await originate(one, 'until-closed', responder.ip, '8082', '--times', '3');
    await sleep(500);
    const gone = responder.namespace.run('ss', '-HKtan', ...filter).trim();
    if (gone.split('\n').length !== 3) throw new Error(`destroyed otherwise than said: ${gone}`);
    await Promise.all(open);
    await originate(one, 'until-closed', responder.ip, '8082');
  },
  find: (frames) => {
    const asked = frames.filter(({ to, length }) => to.endsWith('.8081') && length > 0);
    const over = frames.filter(({ from, flags }) => from.endsWith('.8082') && flags.includes('F'));
    if (asked.length !== 8 || over.length !== 4) return undefined;
    return nothingReset(frames, [
      `Frames ${over.map(({ number }) => number).join(', ')} are the responder's FINs on port 8082: three of these connections waited in TIME_WAIT.`,
    ]);
  },
};
