import { setTimeout as sleep } from 'node:timers/promises';
import { untilAsked } from '../frames/until-asked.ts';
import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

export const processStopped: Story = {
  name: 'process-stopped',
  vantage: 'originator',
  cause: null,
  sentBy: null,
  cureOf: { story: 'process-killed', remedy: 'the process is told to stop, and ends when all was answered' },
  happened: `A process with three connections is told to stop while it works on the answers of two. It takes no more connections, gives both answers, and closes; the third, which was
idle, it closes at once. Nothing is unread and nothing is cut off. Then its successor takes new connections.`,
  commands: ['kill -TERM PID    # of the listener on port 8081'],
  play: async (stage) => {
    const { one, noise, responder } = stage;
    const stopped = await stage.serve(responder, 'draining-responder', '8081', '1200');
    await stage.listen('keep-alive', 8080);
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
    const idle = stage.originate(one, 'until-closed', responder.ip, '8081');
    await untilAsked(stage, 8081, 1);
    await sleep(1500);
    const busy = stage.originate(one, 'until-closed', responder.ip, '8081', '--times', '2', '--together');
    await untilAsked(stage, 8081, 3);
    stopped.kill('SIGTERM');
    const outcomes = (await Promise.all([idle, busy])).flat();
    if (outcomes.some((outcome) => outcome !== '270 received')) throw new Error(`not answered: ${outcomes.join(', ')}`);
    await stage.listen('keep-alive', 8081);
    await stage.originate(one, 'two-requests', responder.ip, '8081');
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const asked = frames.filter(({ to, length }) => to.endsWith('.8081') && length > 0);
    const third = asked[2];
    const fins = frames.filter(({ from, flags }) => from.endsWith('.8081') && flags.includes('F'));
    const [first] = fins;
    if (third === undefined || first === undefined || fins.length < 3) return undefined;
    const late = frames.filter(
      ({ from, length, number }) => number > first.number && from.endsWith('.8081') && length > 0,
    );
    if (late.length < 2) return undefined;
    return nothingReset(frames, [
      `Frame ${first.number} is the FIN for the idle connection; frames ${late.map(({ number }) => number).join(', ')} are answers that come after it.`,
    ]);
  },
};
