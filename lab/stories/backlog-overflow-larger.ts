import { fillQueue, fullQueueCommands, neverAccepting } from '../scenes/full-queue.ts';
import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

const backlog = 64;

export const backlogOverflowLarger: Story = {
  name: 'backlog-overflow-larger',
  vantage: 'originator',
  needs: ['perl'],
  cause: null,
  sentBy: null,
  cureOf: { story: 'backlog-overflow-abort', remedy: 'a larger backlog' },
  happened: `A program listens and accepts nothing, as in backlog-overflow-abort, but with a backlog of ${backlog}: there is room for all seven connections, and all
stay open.`,
  commands: fullQueueCommands(1, backlog),
  play: (stage) => fillQueue(stage, 1, neverAccepting(backlog)),
  find: (frames) => {
    const asked = frames.filter(({ to, length }) => to.endsWith('.8080') && length > 0);
    const taken = asked.filter((request) =>
      frames.some(
        ({ from, to, ack }) => from === request.to && to === request.from && ack === request.seq + request.length,
      ),
    );
    const streams = new Set(taken.map(({ stream }) => stream));
    return streams.size === 7
      ? nothingReset(frames, ['The requests of all seven connections are acknowledged.'])
      : undefined;
  },
};
