import { aroundFirstReset } from '../frames/of-stream.ts';
import { answerInParts, oddSegmentCommand, translate, translateCommand } from '../scenes/through-dnat.ts';
import type { Story } from '../story.ts';
import { oldDuplicate } from './conntrack-invalid-old-duplicate.ts';

/** The segment by hand is the only one with this window. */
const rule = 'ip saddr 10.83.1.2 tcp window 500 notrack';

export const conntrackInvalidUntracked: Story = {
  name: 'conntrack-invalid-untracked',
  vantage: 'originator',
  needs: ['perl'],
  cause: 'conntrack-invalid',
  sentBy: 'nat-host',
  router: 'nat-host',
  happened: `An old segment comes again, below everything that is due, through a host that translates addresses. Older kernels called that INVALID and did not translate
it; here a rule keeps this one packet from connection tracking, to the same effect: the host's own stack resets it.`,
  commands: [translateCommand, `nft add rule ip raw prerouting ${rule}    # router`, oddSegmentCommand(oldDuplicate)],
  play: async (stage) => {
    stage.router.nft(translate);
    stage.router.nft(`table ip raw { chain prerouting { type filter hook prerouting priority raw; ${rule}; }; }`);
    const outcome = await answerInParts(stage, oldDuplicate);
    if (outcome !== 'ECONNRESET') throw new Error(`not reset: ${outcome}`);
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8080);
    if (around === undefined) return undefined;
    const { reset, answered, own } = around;
    if (answered.length !== 100 || reset.seq !== answered.ack) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${answered.number} is the old segment, seq ${answered.seq}.`,
        `Frame ${reset.number} answers it: a RST, seq ${reset.seq} = its ack, TTL ${reset.ttl}; the responder's frame ${own.number} has TTL ${own.ttl}.`,
      ],
    };
  },
};
