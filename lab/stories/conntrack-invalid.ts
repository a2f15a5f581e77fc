import { setTimeout as sleep } from 'node:timers/promises';
import { aroundFirstReset } from '../frames/of-stream.ts';
import { oddSegmentCommand, sendOddSegment, translate, translateCommand } from '../scenes/through-dnat.ts';
import type { Story } from '../story.ts';

/** Far over any window. */
export const beyondWindow = { from: 'originator', ahead: 100_000_000, flags: 0x10 } as const;

export const conntrackInvalid: Story = {
  name: 'conntrack-invalid',
  vantage: 'originator',
  needs: ['perl'],
  cause: 'conntrack-invalid',
  sentBy: 'nat-host',
  router: 'nat-host',
  happened: `The router translates its own address to the responder's. While the responder answers in parts, a segment of the originator far beyond the
responder's window reaches the router (sent by hand here; real ones come from broken devices). Connection tracking calls it INVALID, so it is not translated and the router's
own stack resets it; the originator believes that RST, and the next part of the answer comes after it.`,
  commands: [translateCommand, oddSegmentCommand(beyondWindow)],
  play: async (stage) => {
    stage.router.nft(translate);
    await stage.listen('answer-in-parts', 8080);
    await stage.listen('keep-alive', 8081);
    await stage.originate(stage.noise, 'two-requests', stage.responder.ip, '8081');
    const reading = stage.originate(stage.one, 'until-closed', '10.83.1.1', '8080');
    await sendOddSegment(stage, beyondWindow);
    const [outcome] = await reading;
    if (outcome !== 'ECONNRESET') throw new Error(`not reset: ${outcome}`);
    await sleep(800);
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8080);
    if (around === undefined) return undefined;
    const { reset, answered, own, stream } = around;
    const after = stream.find(({ number, from, length }) => number > reset.number && from === reset.from && length > 0);
    if (after === undefined || reset.seq !== answered.ack) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${answered.number} has seq ${answered.seq}, ${beyondWindow.ahead} bytes ahead.`,
        `Frame ${reset.number} answers it ${((reset.seconds - answered.seconds) * 1e6).toFixed(0)} µs later: a RST, seq ${reset.seq} = its ack, TTL ${reset.ttl}; the responder's frame ${own.number} has TTL ${own.ttl}.`,
        `Frame ${after.number} is the next part of the answer, ${((after.seconds - reset.seconds) * 1000).toFixed(0)} ms after the RST, with TTL ${after.ttl}.`,
      ],
    };
  },
};
