import { firstSynsTo } from '../frames/first-syns.ts';
import type { Frame } from '../frames/frames.ts';
import type { Story } from '../story.ts';
import { everyMs, requests, snapLength } from './connection-churn.ts';

export const connectionChurnOriginator: Story = {
  name: 'connection-churn-originator',
  vantage: 'originator',
  cause: 'connection-churn',
  sentBy: 'originator',
  capture: [...snapLength, 'tcp'],
  happened: `As in connection-churn, an originator makes ${requests} requests in a few seconds, each on a connection of its own, but the responder would keep them: it is the
originator that closes each behind its answer, and so keeps TIME_WAIT.`,
  commands: [],
  play: async ({ one, noise, responder, originate, listen }) => {
    await listen('keep-alive', 8081);
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    const healthy = originate(noise, 'one-after-another', responder.ip, '8080', '--requests', '4', '--pause', '600');
    await originate(one, 'one-after-another', responder.ip, '8081', '--times', `${requests}`, '--every', `${everyMs}`);
    await healthy;
  },
  find: (frames) => {
    const syns = firstSynsTo(frames, 8081);
    const closedFirst = syns.filter((syn) => firstCloser(frames, syn) === syn.from);
    if (syns.length !== requests || closedFirst.length !== requests) return undefined;
    return {
      // No connection is at fault: what is found is how many there are.
      streams: [],
      facts: [
        `${syns.length} SYNs to port 8081 (the first is frame ${syns[0]?.number}, the last frame ${syns.at(-1)?.number}), each of a connection that carries one request and one answer; the originator closes first.`,
      ],
    };
  },
};

/** Who sends the first FIN of the connection that a SYN begins. */
export function firstCloser(frames: readonly Frame[], syn: Frame): string | undefined {
  return frames.find(({ stream, flags }) => stream === syn.stream && flags.includes('F'))?.from;
}
