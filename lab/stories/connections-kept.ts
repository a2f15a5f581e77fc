import { firstSynsTo } from '../frames/first-syns.ts';
import type { Story } from '../story.ts';
import { everyMs, requests, snapLength } from './connection-churn.ts';

export const connectionsKept: Story = {
  name: 'connections-kept',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  cureOf: { story: 'connection-churn', remedy: 'connections are kept, and used again' },
  capture: [...snapLength, 'tcp'],
  happened: `The cure of [connection-churn](connection-churn.md): the same ${requests} requests, as far apart, but over two connections that are kept. Over IPv6.`,
  commands: [],
  play: async ({ one, noise, responder, originate, listen }) => {
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip6, '8080');
    const healthy = originate(noise, 'one-after-another', responder.ip6, '8080', '--requests', '4', '--pause', '600');
    const half = ['--requests', `${requests / 2}`, '--pause', `${everyMs}`];
    for (let turn = 0; turn < 2; turn++) await originate(one, 'one-after-another', responder.ip6, '8080', ...half);
    await healthy;
  },
  find: (frames) => {
    const [, ...begun] = firstSynsTo(frames, 8080); // the first is the background's alone
    const [first, second, third, ...others] = begun;
    if (first === undefined || second === undefined || third === undefined || others.length > 0) return undefined;
    const streams = new Set(begun.map(({ stream }) => stream));
    const asked = frames.filter(({ stream, to, length }) => streams.has(stream) && to.endsWith('.8080') && length > 0);
    if (asked.length !== requests + 4) return undefined;
    return {
      streams: [],
      facts: [
        `${asked.length} requests go to port 8080 in three connections, begun by frames ${[first, second, third].map(({ number }) => number).join(', ')}: ${requests} of one originator in two, and the background's 4 in one.`,
        'Nothing is to be found.',
      ],
    };
  },
};
