import type { Frame } from '../frames/frames.ts';
import { secondsText } from '../frames/of-stream.ts';
import { present } from '../frames/present.ts';
import type { Story } from '../story.ts';

const forgetsAfter = 7;
const ruleset = `table ip nat {
  chain postrouting { type nat hook postrouting priority srcnat; oifname "to-responder" masquerade fully-random; }
}`;

export const idleTimeoutSnat: Story = {
  name: 'idle-timeout-snat',
  vantage: 'responder',
  cause: 'idle-timeout',
  // The other port is seen behind the NAT only.
  fromPackets: { originator: null, 'middle-to-originator': null },
  sentBy: 'responder',
  happened: `The router hides the originators behind its own address, with a random source port for each connection, and forgets a connection that was
silent for ${forgetsAfter} s. A connection on which the pauses get longer (2.5, 5, 7.5 s) lives on after the first two. The request after the third is to the router the first packet
of a connection that it picks up in the middle (nf_conntrack_tcp_loose=1, the default): it gets another source port. The responder, which still holds the old connection, has none
for that port and resets it.`,
  commands: [
    'nft add rule ip nat postrouting oifname to-responder masquerade fully-random    # router',
    `sysctl net.netfilter.nf_conntrack_tcp_timeout_established=${forgetsAfter} net.netfilter.nf_conntrack_tcp_loose=1    # router`,
  ],
  play: async (network) => {
    const { one, router, responder, noise } = network;
    router.nft(ruleset);
    router.sysctl({
      'net.netfilter.nf_conntrack_tcp_timeout_established': forgetsAfter,
      'net.netfilter.nf_conntrack_tcp_loose': 1,
    });
    await network.listen('keep-alive', 8080);
    await network.originate(noise, 'two-requests', responder.ip, '8080');
    const [outcome] = await network.originate(one, 'longer-pauses', responder.ip, '8080', '--pause', '2500');
    if (outcome !== 'ECONNRESET') throw new Error(`not reset: ${outcome}`);
    await network.originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const reset = frames.find(({ flags }) => flags === 'R');
    if (reset === undefined) return undefined;
    const anew = present(
      frames.find(({ stream }) => stream === reset.stream),
      'the segment with another source port',
    );
    const continues = (frame: Frame) => frame.from !== anew.from && frame.seq + frame.length === anew.seq;
    const before = present(frames.findLast(continues), 'the segment that it continues');
    const old = frames.filter(({ stream }) => stream === before.stream);
    const answer = present(
      old.findLast(({ to, length }) => to === before.from && length > 0),
      'the last answer of the old connection',
    );
    const silence = anew.seconds - (old.at(-1)?.seconds ?? 0);
    return {
      streams: [reset.stream],
      facts: [
        `Stream ${before.stream} (${before.from}) was silent for ${secondsText(silence)}; its last request ends before seq ${anew.seq} (frame ${before.number}), its last answer before ${answer.seq + answer.length} (frame ${answer.number}).`,
        `Frame ${anew.number} begins stream ${anew.stream} from ${anew.from}: no SYN, seq ${anew.seq}, ack ${anew.ack}: it continues stream ${before.stream}.`,
        `Frame ${reset.number} answers it: a RST, seq ${reset.seq} = its ack, TTL ${reset.ttl}.`,
      ],
    };
  },
};
