import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { aroundFirstReset } from '../frames/of-stream.ts';
import { present } from '../frames/present.ts';
import type { Story } from '../story.ts';

const rawSegment = fileURLToPath(new URL('../network/raw-segment.pl', import.meta.url));
const ruleset = `table ip nat {
  chain prerouting { type nat hook prerouting priority dstnat; ip daddr 10.83.1.1 tcp dport 8080 dnat to 10.83.9.2:8080; }
  chain postrouting { type nat hook postrouting priority srcnat; }
}`;
const beyond = 100_000_000;

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
  commands: [
    'nft add rule ip nat prerouting ip daddr 10.83.1.1 tcp dport 8080 dnat to 10.83.9.2:8080    # router',
    `perl network/raw-segment.pl 10.83.1.2 PORT 10.83.1.1 8080 SND_NXT+${beyond} RCV_NXT 16 500 100    # originator`,
  ],
  play: async (network) => {
    const { one, router } = network;
    router.nft(ruleset);
    await network.listen('answer-in-parts', 8080);
    await network.listen('keep-alive', 8081);
    const reading = network.originate(one, 'until-closed', '10.83.1.1', '8080');
    await sleep(800);
    const part = present(
      network.soFar().findLast(({ from, length }) => from.endsWith('.8080') && length > 0),
      'a part of the answer',
    );
    const port = part.to.slice(part.to.lastIndexOf('.') + 1);
    const numbers = [(part.ack + beyond) >>> 0, (part.seq + part.length) >>> 0, 0x10, 500, 100].map(String);
    one.namespace.run('perl', rawSegment, '10.83.1.2', port, '10.83.1.1', '8080', ...numbers);
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
        `Frame ${answered.number} has seq ${answered.seq}, ${beyond} bytes ahead.`,
        `Frame ${reset.number} answers it ${((reset.seconds - answered.seconds) * 1e6).toFixed(0)} µs later: a RST, seq ${reset.seq} = its ack, TTL ${reset.ttl}; the responder's frame ${own.number} has TTL ${own.ttl}.`,
        `Frame ${after.number} is the next part of the answer, ${((after.seconds - reset.seconds) * 1000).toFixed(0)} ms after the RST, with TTL ${after.ttl}.`,
      ],
    };
  },
};
