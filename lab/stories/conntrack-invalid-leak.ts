import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { present } from '../frames/present.ts';
import type { Story } from '../story.ts';

const rawSegment = fileURLToPath(new URL('../network/raw-segment.pl', import.meta.url));
const ruleset = `table ip nat {
  chain prerouting { type nat hook prerouting priority dstnat; ip daddr 10.83.1.1 tcp dport 8080 dnat to 10.83.9.2:8080; }
  chain postrouting { type nat hook postrouting priority srcnat; }
}`;
const beyond = 100_000_000;

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
  commands: [
    'nft add rule ip nat prerouting ip daddr 10.83.1.1 tcp dport 8080 dnat to 10.83.9.2:8080    # router',
    `perl network/raw-segment.pl 10.83.9.2 8080 10.83.1.2 PORT SND_NXT+${beyond} RCV_NXT 16 500 100    # responder`,
  ],
  play: async (network) => {
    const { one, noise, router, responder } = network;
    router.nft(ruleset);
    await network.listen('answer-in-parts', 8080);
    await network.listen('keep-alive', 8081);
    await network.originate(one, 'two-requests', responder.ip, '8081');
    await network.originate(noise, 'two-requests', responder.ip, '8081');
    void network.originate(one, 'give-up', '10.83.1.1', '8080', '--pause', '60000').catch(() => undefined);
    await sleep(800);
    const part = present(
      network.soFar().findLast(({ from, length }) => from.endsWith('.8080') && length > 0),
      'a part of the answer',
    );
    const port = part.to.slice(part.to.lastIndexOf('.') + 1);
    const numbers = [(part.seq + part.length + beyond) >>> 0, part.ack, 0x10, 500, 100].map(String);
    responder.namespace.run('perl', rawSegment, '10.83.9.2', '8080', '10.83.1.2', port, ...numbers);
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
