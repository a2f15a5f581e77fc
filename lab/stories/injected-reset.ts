import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { answerBehind, aroundFirstReset } from '../frames/of-stream.ts';
import { present } from '../frames/present.ts';
import type { Story } from '../story.ts';

const rawReset = fileURLToPath(new URL('../network/raw-reset.pl', import.meta.url));

export const injectedReset: Story = {
  name: 'injected-reset',
  vantage: 'originator',
  needs: ['perl'],
  cause: 'injected-reset',
  sentBy: 'middlebox',
  happened: `The responder takes 0.6 s for its answer. Meanwhile a device on the path (here: the router) sends the originator a RST in the responder's name,
with the exact number. The real answer comes after it.`,
  commands: ['perl network/raw-reset.pl 10.83.9.2 8080 10.83.1.2 PORT RCV_NXT    # router'],
  play: async (network) => {
    const { one, responder, router } = network;
    await network.listen('answer-late', 8080);
    await network.originate(network.noise, 'two-requests', responder.ip, '8080');
    await network.originate(one, 'two-requests', responder.ip, '8080');
    const waiting = network.originate(one, 'two-requests', responder.ip, '8080');
    await sleep(400);
    const { from, to, ack } = present(
      network.soFar().findLast(({ to: end, length }) => end.endsWith('.8080') && length > 0),
      'a request',
    );
    const ends = [to, from].flatMap((end) => [end.slice(0, end.lastIndexOf('.')), end.slice(end.lastIndexOf('.') + 1)]);
    router.run('perl', rawReset, ...ends, String(ack));
    const [outcome] = await waiting;
    if (outcome !== 'ECONNRESET') throw new Error(`not reset: ${outcome}`);
    await sleep(600);
    await network.originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8080);
    if (around === undefined) return undefined;
    const { reset, own } = around;
    const answer = answerBehind(around);
    if (answer === undefined) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${reset.number} is a RST, seq ${reset.seq}, IP ID ${reset.ipId} without DF, TTL ${reset.ttl}; the responder's frame ${own.number} has TTL ${own.ttl}.`,
        `The responder's answer is frame ${answer.number}, ${((answer.seconds - reset.seconds) * 1000).toFixed(0)} ms after the RST.`,
      ],
    };
  },
};
