import { aroundFirstReset } from '../frames/of-stream.ts';
import { answerInParts, oddSegmentCommand, translate, translateCommand } from '../scenes/through-dnat.ts';
import type { Story } from '../story.ts';

/** SYN, FIN and ACK at once. */
const badFlags = { from: 'originator', ahead: 0, flags: 0x13 } as const;

export const conntrackInvalidFlags: Story = {
  name: 'conntrack-invalid-flags',
  vantage: 'originator',
  needs: ['perl'],
  cause: 'conntrack-invalid',
  sentBy: 'nat-host',
  router: 'nat-host',
  happened: `As in conntrack-invalid, but the segment that connection tracking calls INVALID has the very next sequence number: its flags are what no segment may
have, SYN, FIN and ACK.`,
  commands: [translateCommand, oddSegmentCommand(badFlags)],
  play: async (stage) => {
    stage.router.nft(translate);
    const outcome = await answerInParts(stage, badFlags);
    if (outcome !== 'ECONNRESET') throw new Error(`not reset: ${outcome}`);
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8080);
    if (around === undefined) return undefined;
    const { reset, answered, own } = around;
    if (answered.flags !== 'SF.' && answered.flags !== 'FS.') return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${answered.number} has the flags ${answered.flags}.`,
        `Frame ${reset.number} answers it: a RST, seq ${reset.seq} = its ack, TTL ${reset.ttl}; the responder's frame ${own.number} has TTL ${own.ttl}.`,
      ],
    };
  },
};
