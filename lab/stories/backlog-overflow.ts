import { since } from '../frames/of-stream.ts';
import { fillQueue, fullQueueCommands } from '../scenes/full-queue.ts';
import type { Story } from '../story.ts';

export const backlogOverflow: Story = {
  name: 'backlog-overflow',
  vantage: 'originator',
  needs: ['perl'],
  cause: 'backlog-overflow',
  sentBy: 'unknown',
  happened: `A program listens with a backlog of 4 and accepts nothing; its queue takes 5 connections. Of seven, two find it full when their handshake
completes. The originator takes them for open and sends its request; the responder leaves it aside and repeats its SYN-ACK.`,
  commands: fullQueueCommands(0),
  play: (network) => fillQueue(network, 0),
  find: (frames) => {
    const streams = [...new Set(frames.map(({ stream }) => stream))].filter((stream) => {
      const own = frames.filter((frame) => frame.stream === stream);
      const data = own.find(({ length }) => length > 0);
      return data !== undefined && own.some(({ flags, number }) => flags === 'S.' && number > data.number);
    });
    if (streams.length !== 2) return undefined;
    return {
      streams,
      facts: streams.map((stream) => {
        const synAcks = frames.filter((frame) => frame.stream === stream && frame.flags === 'S.');
        const data = frames.filter((frame) => frame.stream === stream && frame.length > 0);
        return `Stream ${stream}: SYN-ACKs in frames ${synAcks.map(({ number }) => number).join(', ')} (after ${since(synAcks)} s), the request in frames ${data.map(({ number }) => number).join(', ')}.`;
      }),
    };
  },
};
