import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

export const keepaliveAnswered: Story = {
  name: 'keepalive-answered',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  controlOf: 'keepalive-dead-ipv6',
  happened:
    "The responder's keep-alive probes, one each second, are answered by the originator's kernel, whose program says nothing for five seconds: the way is not cut.",
  commands: [],
  play: async ({ one, noise, responder, listen, originate }) => {
    await listen('probe-idle', 8081);
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    await originate(one, 'ask-and-wait', responder.ip, '8081', '--pause', '5000');
    await originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const answer = frames.find(({ from, length }) => from.endsWith('.8081') && length > 0);
    if (answer === undefined) return undefined;
    const probes = frames.filter(
      ({ number, stream, from, seq }) =>
        number > answer.number &&
        stream === answer.stream &&
        from === answer.from &&
        seq === answer.seq + answer.length - 1,
    );
    if (probes.length < 3) return undefined;
    return nothingReset(frames, [
      `Frames ${probes.map(({ number }) => number).join(', ')} are probes; each is answered.`,
    ]);
  },
};
