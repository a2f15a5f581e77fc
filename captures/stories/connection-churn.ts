import type { Frame } from '../network/frames.ts';
import type { Story } from '../story.ts';

const requests = 110;
const everyMs = 20;
/** Headers, and of the payload enough to see the request line. */
const snapLength = ['-s', '128'];

export const connectionChurn: Story = {
  name: 'connection-churn',
  file: 'connection-churn.pcap',
  vantage: 'responder',
  cause: 'connection-churn',
  sentBy: 'originator',
  capture: ['-i', 'wire', ...snapLength, 'tcp'],
  happened: `An originator makes ${requests} requests in a few seconds, each on a connection of its own, which the responder closes behind its answer.
Nothing fails, and nothing is reset. Over IPv6.`,
  commands: [],
  play: async ({ one, noise, responder, originate, listen }) => {
    await listen('answer-and-close', 8081);
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip6, '8080');
    const healthy = originate(noise, 'one-after-another', responder.ip6, '8080', '--requests', '4', '--pause', '600');
    await originate(one, 'until-closed', responder.ip6, '8081', '--times', `${requests}`, '--every', `${everyMs}`);
    await healthy;
  },
  find: (frames) => {
    const syns = synsTo(frames, 8081);
    const ports = new Set(syns.map(({ from }) => from)).size;
    const closedFirst = syns.filter(({ stream }) =>
      frames.find((frame) => frame.stream === stream && frame.flags.includes('F'))?.from.endsWith('.8081'),
    );
    if (ports !== requests || closedFirst.length !== requests) return undefined;
    return {
      // No connection is at fault: what is found is how many there are.
      streams: [],
      facts: [
        `${syns.length} SYNs to port 8081 (the first is frame ${syns[0]?.number}, the last frame ${syns.at(-1)?.number}) in ${spanText(syns)} s, from ${ports} ports.`,
        'Each of these connections carries one request of 320 bytes and one answer of 270, and the responder closes first.',
      ],
    };
  },
};

export const connectionsKept: Story = {
  name: 'connections-kept',
  file: 'connections-kept.pcap',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  capture: ['-i', 'wire', ...snapLength, 'tcp'],
  happened: `The control of [connection-churn](connection-churn.md): the same ${requests} requests, as far apart, but over two connections that are kept. Over IPv6.`,
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
    const [, ...begun] = synsTo(frames, 8080); // the first is the background's alone
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

/** The first SYN of each stream: the very first may be sent again while the path is being found. */
function synsTo(frames: readonly Frame[], port: number): readonly Frame[] {
  const syns = frames.filter(({ flags, to }) => flags === 'S' && to.endsWith(`.${port}`));
  return syns.filter((syn) => syns.find(({ stream }) => stream === syn.stream) === syn);
}

const spanText = (frames: readonly Frame[]): string =>
  ((frames.at(-1)?.seconds ?? 0) - (frames[0]?.seconds ?? 0)).toFixed(2);
