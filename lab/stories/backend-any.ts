import type { Frame } from '../frames/frames.ts';
import { findRefused, refuseBesideHealthy, refusedHappened } from '../scenes/refused-beside-healthy.ts';
import type { Story } from '../story.ts';

/** closed-port at a router, where `-i any` shows every packet on its way in and on its way out. */
export const backendAny: Story = {
  name: 'backend-any',
  vantage: 'middle',
  cause: 'closed-port',
  sentBy: 'responder',
  happened: `${refusedHappened('IPv4')}

The capture was taken on the router between them with \`-i any\`: each packet is there twice, with the TTL lower by one
the second time. The copies are no retransmissions, and there are half as many resets as frames with RST.`,
  commands: [],
  play: (network) => refuseBesideHealthy(network, network.responder.ip),
  find: (frames) => {
    const found = findRefused(frames);
    const copies = frames.filter((frame, index) => isCopy(frame, frames[index - 1]));
    const [copy] = copies;
    if (found === undefined || copy === undefined || copies.length * 2 !== frames.length) return undefined;
    return {
      streams: found.streams,
      facts: [
        `${frames.length} frames are ${copies.length} packets: each even frame is the copy of the frame before it, same addresses, seq and IP ID, ` +
          `TTL lower by one (frame ${copy.number - 1}: ${copy.ttl + 1}, frame ${copy.number}: ${copy.ttl}).`,
        ...found.facts,
      ],
    };
  },
};

const isCopy = (frame: Frame, before: Frame | undefined): boolean =>
  before !== undefined && frame.seq === before.seq && frame.ipId === before.ipId && frame.ttl === before.ttl - 1;
