import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';
import { pushLarge } from './git-push-refused.ts';

const limit = 'client_max_body_size 0;';

export const gitPushTaken: Story = {
  name: 'git-push-taken',
  vantage: 'originator',
  needs: ['nginx', 'git'],
  cause: null,
  sentBy: null,
  cureOf: { story: 'git-push-refused', remedy: 'nginx takes bodies of any size' },
  happened:
    'A commit of 200,000 bytes is pushed over HTTP, as in git-push-refused, and nginx takes bodies of any size.',
  commands: [`${limit}    # nginx`, 'git push http://10.83.9.2:8080/story.git work    # originator'],
  play: async (stage) => {
    const { said, code } = await pushLarge(stage, limit);
    if (code !== 0) throw new Error(`not pushed: ${said}`);
  },
  find: (frames) => {
    const sent = frames.filter(({ to, length }) => to.endsWith('.8080') && length > 0);
    const bytes = sent.reduce((sum, { length }) => sum + length, 0);
    return bytes > 200_000 ? nothingReset(frames, [`${bytes} bytes go to port 8080.`]) : undefined;
  },
};
