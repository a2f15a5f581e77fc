import { nothingReset } from '../scenes/nothing-reset.ts';
import { answerInParts, isPart, oddSegmentCommand, translate, translateCommand } from '../scenes/through-dnat.ts';
import type { Story } from '../story.ts';

/** Of the request of 320 bytes, the first 100 once more. */
export const oldDuplicate = { from: 'originator', ahead: -320, flags: 0x10 } as const;

export const conntrackInvalidOldDuplicate: Story = {
  name: 'conntrack-invalid-old-duplicate',
  vantage: 'originator',
  needs: ['perl'],
  cause: null,
  sentBy: null,
  router: 'nat-host',
  controlOf: 'conntrack-invalid-untracked',
  happened: `As in conntrack-invalid, but the odd segment is an old one that comes again, below everything that is due. The connection tracking of newer kernels lets
it pass and translates it; the responder's kernel answers it with an ACK.`,
  commands: [translateCommand, oddSegmentCommand(oldDuplicate)],
  play: async (stage) => {
    stage.router.nft(translate);
    await answerInParts(stage, oldDuplicate);
  },
  find: (frames) => {
    const odd = frames.find(({ to, length }) => to.endsWith('.8080') && length === 100);
    const answer = frames.find(
      ({ number, from, length }) => odd !== undefined && number > odd.number && from === odd.to && length === 0,
    );
    if (odd === undefined || answer === undefined || frames.filter(isPart).length !== 3) return undefined;
    return nothingReset(frames, [
      `Frame ${odd.number} is the old duplicate; frame ${answer.number} is the responder's ACK ${answer.ack} to it.`,
    ]);
  },
};
