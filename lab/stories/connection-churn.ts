import { firstSynsTo } from '../frames/first-syns.ts';
import type { Frame } from '../frames/frames.ts';
import type { Story } from '../story.ts';

export const requests = 110;
export const everyMs = 20;
/** Headers, and of the payload enough to see the request line. */
export const snapLength = ['-s', '128'];

export const connectionChurn: Story = {
  name: 'connection-churn',
  vantage: 'responder',
  cause: 'connection-churn',
  sentBy: 'originator',
  capture: [...snapLength, 'tcp'],
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
    const syns = firstSynsTo(frames, 8081);
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

const spanText = (frames: readonly Frame[]): string =>
  ((frames.at(-1)?.seconds ?? 0) - (frames[0]?.seconds ?? 0)).toFixed(2);
