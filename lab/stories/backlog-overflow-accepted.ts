import { fillQueue, smallBacklog } from '../scenes/full-queue.ts';
import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

export const backlogOverflowAccepted: Story = {
  name: 'backlog-overflow-accepted',
  vantage: 'originator',
  cause: null,
  sentBy: null,
  cureOf: { story: 'backlog-overflow', remedy: 'the program accepts as fast as connections come' },
  happened: `Seven connections are made, four of them at the same moment, as in backlog-overflow. The program's backlog is no larger (net.core.somaxconn bounds it), but the program
accepts: its queue is never full.`,
  commands: [`sysctl net.core.somaxconn=${smallBacklog} net.ipv4.tcp_syncookies=0    # responder`],
  play: (stage) =>
    fillQueue(stage, 0, async ({ listen, responder }) => {
      responder.namespace.sysctl({ 'net.core.somaxconn': smallBacklog });
      await listen('answer-and-close', 8080);
    }),
  find: (frames) => {
    const answers = frames.filter(({ from, length }) => from.endsWith('.8080') && length > 0);
    const streams = new Set(answers.map(({ stream }) => stream));
    return streams.size === 7 ? nothingReset(frames, ['All seven requests are answered.']) : undefined;
  },
};
