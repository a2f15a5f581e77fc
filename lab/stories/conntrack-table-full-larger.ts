import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';
import { conntrackTableFull, whileTableIsFull } from './conntrack-table-full.ts';

const moreRoom = 64;

export const conntrackTableFullLarger: Story = {
  name: 'conntrack-table-full-larger',
  vantage: 'originator',
  needs: ['conntrack'],
  cause: null,
  sentBy: null,
  cureOf: { story: 'conntrack-table-full', remedy: 'a larger table' },
  happened: `As in conntrack-table-full, but the router's table may hold ${moreRoom} connections more than it has: new ones are made.`,
  commands: conntrackTableFull.commands.map((command) =>
    command.replace('"$(conntrack -C)"', `$(($(conntrack -C) + ${moreRoom}))`),
  ),
  play: (stage) =>
    whileTableIsFull(
      stage,
      async () => {
        const { one, responder } = stage;
        const outcomes = await stage.originate(one, 'two-requests', responder.ip, '8080', '--times', '3');
        if (outcomes.includes('ETIMEDOUT')) throw new Error(`dropped: ${outcomes.join(', ')}`);
      },
      moreRoom,
    ),
  find: (frames) => {
    const accepted = frames.filter(({ flags, from }) => flags === 'S.' && from.endsWith('.8080'));
    return accepted.length >= 5
      ? nothingReset(frames, [
          `Frames ${accepted.map(({ number }) => number).join(', ')} accept connections; no SYN goes without an answer.`,
        ])
      : undefined;
  },
};
