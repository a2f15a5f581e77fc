import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '../frames/present.ts';
import { oddSegmentCommand, sendOddSegment, translate, translateCommand } from '../scenes/through-dnat.ts';
import type { Story } from '../story.ts';

export const leaking = { from: 'responder', ahead: 100_000_000, flags: 0x10 } as const;

export const conntrackInvalidLeak: Story = {
  name: 'conntrack-invalid-leak',
  vantage: 'originator',
  needs: ['perl'],
  cause: 'conntrack-invalid',
  // There the RST is the originator's, for no reason to be seen.
  fromPackets: { 'middle-to-responder': null, responder: null },
  sentBy: 'originator',
  happened: `The router translates its own address to the responder's. While the responder answers in parts, a segment of it far beyond the originator's
window reaches the router (sent by hand here; real ones come from broken devices). Connection tracking calls it INVALID, so it is not translated back: it leaves with the
responder's inner address, which the originator never spoke to. The originator's kernel resets that; the RST reaches the responder, whose connection ends, and the originator waits in vain.`,
  commands: [translateCommand, oddSegmentCommand(leaking)],
  play: async (stage) => {
    const { one, noise, responder } = stage;
    stage.router.nft(translate);
    await stage.listen('answer-in-parts', 8080);
    await stage.listen('keep-alive', 8081);
    await stage.originate(one, 'two-requests', responder.ip, '8081');
    await stage.originate(noise, 'two-requests', responder.ip, '8081');
    void stage.originate(one, 'give-up', '10.83.1.1', '8080', '--pause', '60000').catch(() => undefined);
    await sendOddSegment(stage, leaking);
    await sleep(1500);
  },
  find: (frames) => {
    const reset = frames.find(({ flags, to }) => flags === 'R' && to === '10.83.9.2.8080');
    if (reset === undefined) return undefined;
    const leaked = present(
      frames.find(({ stream, number }) => stream === reset.stream && number < reset.number),
      'the segment that is reset',
    );
    const last = present(
      frames.findLast(
        ({ from, to, number }) => from === '10.83.1.1.8080' && to === reset.from && number < leaked.number,
      ),
      'the last part of the answer',
    );
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${leaked.number} comes from ${leaked.from}, to which no SYN was sent: seq ${leaked.seq}, ack ${leaked.ack}.`,
        `Stream ${last.stream} of the same originator's port goes to ${last.from}: its frame ${last.number} ends at seq ${last.seq + last.length} and has the same ack ${last.ack}; frame ${leaked.number} is ${leaked.seq - last.seq - last.length} bytes ahead of it.`,
        `Frame ${reset.number} is the originator's RST, seq ${reset.seq} = the ack of frame ${leaked.number}.`,
      ],
    };
  },
};
