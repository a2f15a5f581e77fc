import { untilAsked } from '../frames/until-asked.ts';
import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

export const restartHandedOver: Story = {
  name: 'restart-handed-over',
  vantage: 'originator',
  cause: null,
  sentBy: null,
  cureOf: { story: 'restart', remedy: 'the successor listens before the old process stops' },
  happened: `A service is restarted, but its successor listens on the same port (SO_REUSEPORT) before the old process is told to stop. This one takes no more connections,
and answers what it was asked; connections that are made meanwhile come to the successor. No attempt is refused and none is reset.`,
  commands: ['kill -TERM PID    # of the old process, once the new one listens'],
  play: async (stage) => {
    const { one, noise, responder } = stage;
    const old = await stage.serve(responder, 'draining-responder', '8081', '1200');
    await stage.listen('keep-alive', 8080);
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
    const busy = stage.originate(one, 'until-closed', responder.ip, '8081', '--times', '3', '--together');
    await untilAsked(stage, 8081, 3);
    await stage.serve(responder, 'draining-responder', '8081', '50');
    old.kill('SIGTERM');
    const meanwhile = await stage.originate(one, 'two-requests', responder.ip, '8081', '--times', '3');
    const outcomes = [...(await busy), ...meanwhile];
    if (outcomes.some((outcome) => !outcome.endsWith('received'))) throw new Error(`lost: ${outcomes.join(', ')}`);
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const accepted = frames.filter(({ from, flags }) => from.endsWith('.8081') && flags === 'S.');
    const answers = frames.filter(({ from, length }) => from.endsWith('.8081') && length > 0);
    if (accepted.length !== 6 || answers.length !== 9) return undefined;
    return nothingReset(frames, [
      `Frames ${accepted.map(({ number }) => number).join(', ')} accept connections to port 8081: three of the old process, three of its successor.`,
      `Frames ${answers.map(({ number }) => number).join(', ')} are the answers.`,
    ]);
  },
};
