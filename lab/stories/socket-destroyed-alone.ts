import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '../frames/present.ts';
import type { Story } from '../story.ts';

export const socketDestroyedAlone: Story = {
  name: 'socket-destroyed-alone',
  vantage: 'originator',
  needs: ['ss -K'],
  cause: 'socket-destroyed',
  fromPackets: 'application-abort',
  sentBy: 'responder',
  happened: `The operator of a host destroys one socket of a program that has three. Its packets are those of any other abort of an idle
connection, so a capture alone can't tell it from the program's own doing; it can only name it.`,
  commands: ['ss -K sport = :8081 dport = :PORT    # responder'],
  play: async ({ one, noise, responder, originate, listen, soFar }) => {
    await listen('keep-alive', 8081);
    const beside = ['2', '5'].map((requests) =>
      originate(one, 'one-after-another', responder.ip, '8081', '--requests', requests, '--pause', '900'),
    );
    await sleep(300);
    const doomed = originate(one, 'ask-and-wait', responder.ip, '8081', '--pause', '9000');
    await sleep(2300);
    const youngest = present(
      soFar().findLast(({ flags }) => flags === 'S'),
      'the SYN of the connection that is destroyed',
    );
    const port = youngest.from.slice(youngest.from.lastIndexOf('.') + 1);
    responder.namespace.run('ss', '-K', 'sport', '=', ':8081', 'dport', '=', `:${port}`);
    const [outcome] = await doomed;
    if (outcome !== 'ECONNRESET') throw new Error(`not reset: ${outcome}`);
    await Promise.all(beside);
    await originate(noise, 'two-requests', responder.ip, '8081');
    await originate(one, 'two-requests', responder.ip, '8081');
  },
  find: (frames) => {
    const [reset, ...others] = frames.filter(({ flags }) => flags.includes('R'));
    if (reset === undefined || others.length > 0) return undefined;
    const answer = present(
      frames.findLast(({ stream, from, length }) => stream === reset.stream && from === reset.from && length > 0),
      'the answer before the RST',
    );
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${reset.number} is the responder's RST+ACK, seq ${reset.seq} = its snd_nxt, window ${reset.window}, ${(reset.seconds - answer.seconds).toFixed(3)} s after its answer in frame ${answer.number}.`,
        'No other connection of the host is reset. What the packets tell is `application-abort`, with `socket-destroyed` still possible.',
      ],
    };
  },
};
