import { nothingReset } from '../scenes/nothing-reset.ts';
import { oddSegmentCommand, translateCommand } from '../scenes/through-dnat.ts';
import type { Story } from '../story.ts';
import { beyondWindow } from './conntrack-invalid.ts';
import { pushInterrupted } from './registry-push.ts';

const rule = 'ct state invalid drop';

export const registryPushDropped: Story = {
  name: 'registry-push-dropped',
  vantage: 'originator',
  needs: ['perl', 'docker-registry', 'nginx'],
  cause: null,
  sentBy: null,
  router: 'nat-host',
  cureOf: { story: 'registry-push', remedy: 'INVALID packets are dropped in INPUT' },
  happened: `As in registry-push, but the registry's host drops in its INPUT chain what connection tracking calls INVALID: the push goes on as if nothing had been.`,
  commands: [translateCommand, `nft add rule ip filter input ${rule}    # router`, oddSegmentCommand(beyondWindow)],
  play: async (stage) => {
    stage.router.nft(`table ip filter { chain input { type filter hook input priority filter; ${rule}; }; }`);
    const outcome = await pushInterrupted(stage);
    if (outcome !== 'pushed 40000') throw new Error(`not pushed: ${outcome}`);
  },
  find: (frames) => {
    const odd = frames.find(({ to, length }) => to === '10.83.1.1.8080' && length === 100);
    if (odd === undefined) return undefined;
    const after = frames.filter(
      ({ number, stream, from, length }) =>
        number > odd.number && stream === odd.stream && from === odd.from && length > 0,
    );
    const [next] = after;
    if (next === undefined) return undefined;
    return nothingReset(frames, [
      `Frame ${odd.number} is the segment beyond the window; the push goes on with frame ${next.number}, in ${after.length} segments more.`,
    ]);
  },
};
