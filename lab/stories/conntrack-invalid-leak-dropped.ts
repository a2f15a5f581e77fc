import { nothingReset } from '../scenes/nothing-reset.ts';
import { isPart, oddSegmentCommand, sendOddSegment, translate, translateCommand } from '../scenes/through-dnat.ts';
import type { Story } from '../story.ts';
import { leaking } from './conntrack-invalid-leak.ts';

const rule = 'ct state invalid drop';

export const conntrackInvalidLeakDropped: Story = {
  name: 'conntrack-invalid-leak-dropped',
  vantage: 'originator',
  needs: ['perl'],
  cause: null,
  sentBy: null,
  router: 'nat-host',
  cureOf: { story: 'conntrack-invalid-leak', remedy: 'INVALID packets are dropped in FORWARD' },
  happened: `As in conntrack-invalid-leak, but the router drops in its FORWARD chain what connection tracking calls INVALID: nothing leaves untranslated, and the
whole answer arrives.`,
  commands: [translateCommand, `nft add rule ip filter forward ${rule}    # router`, oddSegmentCommand(leaking)],
  play: async (stage) => {
    const { one, noise, responder, router } = stage;
    router.nft(translate);
    router.nft(`table ip filter { chain forward { type filter hook forward priority filter; ${rule}; }; }`);
    await stage.listen('answer-in-parts', 8080);
    await stage.listen('keep-alive', 8081);
    await stage.originate(noise, 'two-requests', responder.ip, '8081');
    const reading = stage.originate(one, 'ask-and-wait', '10.83.1.1', '8080', '--pause', '2200');
    await sendOddSegment(stage, leaking);
    await reading;
  },
  find: (frames) => {
    const leaked = frames.find(({ from }) => from === '10.83.9.2.8080');
    const parts = frames.filter(isPart);
    if (leaked !== undefined || parts.length !== 3) return undefined;
    return nothingReset(frames, [
      `Frames ${parts.map(({ number }) => number).join(', ')} are all parts of the answer, and nothing comes from the responder's inner address.`,
    ]);
  },
};
