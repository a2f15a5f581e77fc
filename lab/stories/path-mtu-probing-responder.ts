import type { Frame } from '../frames/frames.ts';
import type { Found, Story } from '../story.ts';
import { probe, probingCommands, probingHappened } from './path-mtu-probing.ts';

export const pathMtuProbingResponder: Story = {
  name: 'path-mtu-probing-responder',
  vantage: 'responder',
  cause: 'path-mtu-black-hole',
  sentBy: 'unknown',
  capture: ['-s', '128', 'tcp'],
  happened: `${probingHappened} Seen at the responder, where the large segments never come by.`,
  commands: probingCommands,
  play: probe,
  find: findHole,
};

function findHole(frames: readonly Frame[]): Found | undefined {
  for (const [index, behind] of frames.entries()) {
    const before = frames.slice(0, index).findLast(({ from, length }) => from === behind.from && length > 0);
    if (before === undefined || behind.length === 0 || behind.seq - before.seq - before.length < 1000) continue;
    const left = before.seq + before.length;
    const piece = frames.find(
      ({ from, seq, number }) => from === behind.from && seq === left && number > behind.number,
    );
    if (piece === undefined) return undefined;
    return {
      streams: [behind.stream],
      facts: [
        `Before frame ${behind.number} the ${behind.seq - left} bytes from seq ${left} on are missing.`,
        `Frame ${piece.number}, ${(piece.seconds - behind.seconds).toFixed(1)} s later, begins there, and has ${piece.length} bytes.`,
      ],
    };
  }
  return undefined;
}
