import { nothingReset } from '../scenes/nothing-reset.ts';
import { answerInParts, isPart, oddSegmentCommand, translate, translateCommand } from '../scenes/through-dnat.ts';
import type { Story } from '../story.ts';
import { beyondWindow } from './conntrack-invalid.ts';

const rule = 'ct state invalid drop';

export const conntrackInvalidDropped: Story = {
  name: 'conntrack-invalid-dropped',
  vantage: 'originator',
  needs: ['perl'],
  cause: null,
  sentBy: null,
  router: 'nat-host',
  cureOf: { story: 'conntrack-invalid', remedy: 'INVALID packets are dropped in INPUT' },
  happened: `As in conntrack-invalid, but the router drops in its INPUT chain what connection tracking calls INVALID: the segment beyond the window reaches no
stack that could reset it, and the whole answer arrives.`,
  commands: [translateCommand, `nft add rule ip filter input ${rule}    # router`, oddSegmentCommand(beyondWindow)],
  play: async (stage) => {
    stage.router.nft(translate);
    stage.router.nft(`table ip filter { chain input { type filter hook input priority filter; ${rule}; }; }`);
    await answerInParts(stage, beyondWindow);
  },
  find: (frames) => {
    const odd = frames.find(({ to, length }) => to.endsWith('.8080') && length === 100);
    const parts = frames.filter(isPart);
    if (odd === undefined || parts.length !== 3) return undefined;
    const after = parts.filter(({ number }) => number > odd.number).map(({ number }) => number);
    return nothingReset(frames, [
      `Frame ${odd.number} is the segment beyond the window; parts of the answer come after it in frames ${after.join(' and ')}.`,
    ]);
  },
};
