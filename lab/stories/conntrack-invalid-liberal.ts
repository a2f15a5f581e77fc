import { nothingReset } from '../scenes/nothing-reset.ts';
import { answerInParts, isPart, oddSegmentCommand, translate, translateCommand } from '../scenes/through-dnat.ts';
import type { Story } from '../story.ts';
import { beyondWindow } from './conntrack-invalid.ts';

const setting = 'net.netfilter.nf_conntrack_tcp_be_liberal';

export const conntrackInvalidLiberal: Story = {
  name: 'conntrack-invalid-liberal',
  vantage: 'originator',
  needs: ['perl'],
  cause: null,
  sentBy: null,
  router: 'nat-host',
  cureOf: { story: 'conntrack-invalid', remedy: `${setting}=1` },
  happened: `As in conntrack-invalid, but the router's connection tracking does not look at windows: the segment beyond the window is translated like any other, and
the responder's kernel answers it with an ACK. The whole answer arrives.`,
  commands: [translateCommand, `sysctl ${setting}=1    # router`, oddSegmentCommand(beyondWindow)],
  play: async (stage) => {
    stage.router.nft(translate);
    stage.router.sysctl({ [setting]: 1 });
    await answerInParts(stage, beyondWindow);
  },
  find: (frames) => {
    const odd = frames.find(({ to, length }) => to.endsWith('.8080') && length === 100);
    const answer = frames.find(
      ({ number, from, length }) => number > (odd?.number ?? 0) && from === odd?.to && length === 0,
    );
    if (odd === undefined || answer === undefined || frames.filter(isPart).length !== 3) return undefined;
    return nothingReset(frames, [
      `Frame ${odd.number} is the segment beyond the window; frame ${answer.number} is the responder's ACK ${answer.ack} to it.`,
    ]);
  },
};
