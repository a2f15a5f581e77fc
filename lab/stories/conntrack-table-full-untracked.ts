import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';
import { conntrackTableFull, whileTableIsFull } from './conntrack-table-full.ts';

const rules = ['tcp dport 8081 notrack', 'tcp sport 8081 notrack'];

export const conntrackTableFullUntracked: Story = {
  name: 'conntrack-table-full-untracked',
  vantage: 'originator',
  needs: ['conntrack'],
  cause: null,
  sentBy: null,
  cureOf: { story: 'conntrack-table-full', remedy: 'connections that need no tracking are not tracked' },
  happened: `The router's table of connections has no room, as in conntrack-table-full, but its rules keep the connections to port 8081 out of it: these are made all the
same, while it is full.`,
  commands: [
    ...rules.map((rule) => `nft add rule inet raw prerouting ${rule}    # router`),
    ...conntrackTableFull.commands,
  ],
  play: async (stage) => {
    const { one, responder, router } = stage;
    router.nft(
      `table inet raw { chain prerouting { type filter hook prerouting priority raw; ${rules.join('; ')}; }; }`,
    );
    await stage.listen('keep-alive', 8081);
    await whileTableIsFull(stage, async () => {
      const outcomes = await stage.originate(one, 'two-requests', responder.ip, '8081', '--times', '3');
      if (outcomes.includes('ETIMEDOUT')) throw new Error(`dropped: ${outcomes.join(', ')}`);
    });
  },
  find: (frames) => {
    const accepted = frames.filter(({ flags, from }) => flags === 'S.' && from.endsWith('.8081'));
    return accepted.length === 3
      ? nothingReset(frames, [
          `Frames ${accepted.map(({ number }) => number).join(', ')} accept connections while the table is full.`,
        ])
      : undefined;
  },
};
