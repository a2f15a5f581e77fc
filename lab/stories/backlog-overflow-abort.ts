import { fillQueue, fullQueueCommands } from '../scenes/full-queue.ts';
import type { Story } from '../story.ts';

export const backlogOverflowAbort: Story = {
  name: 'backlog-overflow-abort',
  vantage: 'originator',
  needs: ['perl'],
  cause: 'backlog-overflow',
  sentBy: 'responder',
  happened: `A program listens with a backlog of 4 and accepts nothing; its queue takes 5 connections. Of seven, two find it full when their handshake
completes, and the host resets them.`,
  commands: fullQueueCommands(1),
  play: (network) => fillQueue(network, 1),
  find: (frames) => {
    const resets = frames.filter(({ flags }) => flags === 'R');
    const streams = [...new Set(resets.map(({ stream }) => stream))].sort((a, b) => a - b);
    if (streams.length !== 2) return undefined;
    return {
      streams,
      facts: streams.map((stream) => {
        const own = frames.filter((frame) => frame.stream === stream);
        const reset = own.find(({ flags }) => flags === 'R');
        const synAck = own.find(({ flags }) => flags === 'S.');
        return `Stream ${stream}: the RST in frame ${reset?.number} has seq ${reset?.seq} = seq of the SYN-ACK in frame ${synAck?.number} + 1, TTL ${reset?.ttl} as that.`;
      }),
    };
  },
};
