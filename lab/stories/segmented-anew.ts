import { setTimeout as sleep } from 'node:timers/promises';
import { sentMostOften, since } from '../frames/of-stream.ts';
import type { Story } from '../story.ts';

const rule = 'iifname "to-one" drop';

export const segmentedAnew: Story = {
  name: 'segmented-anew',
  vantage: 'originator',
  cause: null,
  sentBy: null,
  controlOf: 'path-mtu-probing',
  capture: ['-s', '128', 'tcp'],
  happened: `A control for path-mtu-probing: what was sent in large segments is sent again in smaller ones, and acknowledged. But the large ones are larger than any packet:
the capture is taken before the network card cuts them (TSO), and after a time-out the kernel sends only the first packet's worth again. For two seconds all packets of the
originator are lost on the way; the path takes all sizes.`,
  commands: [
    'ethtool -K wire tso on gso on    # originator',
    `nft add rule inet filter forward ${rule}    # router, for two seconds`,
  ],
  play: async (network) => {
    const { one, responder, router } = network;
    one.namespace.run('ethtool', '-K', 'wire', 'tx', 'on', 'sg', 'on', 'tso', 'on', 'gso', 'on');
    await network.listen('keep-alive', 8080);
    await network.originate(network.noise, 'two-requests', responder.ip, '8080');
    await network.listen('answer-first', 8081);
    await network.originate(one, 'two-requests', responder.ip, '8080');
    network
      .originate(one, 'pause-before-body', responder.ip, '8081', '--body', '40000', '--pause', '600')
      .catch(() => {});
    await sleep(400);
    router.nft(`table inet filter { chain forward { type filter hook forward priority filter; ${rule}; }; }`);
    await sleep(2400);
    router.run('nft', 'flush', 'ruleset');
    await sleep(2500);
    await network.originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const tries = sentMostOften(frames);
    const [first] = tries;
    const last = tries.at(-1);
    if (first === undefined || last === undefined || tries.length < 4 || first.length <= 1460) return undefined;
    const answer = frames.find(({ number, to, ack }) => number > last.number && to === first.from && ack > last.seq);
    if (answer === undefined) return undefined;
    return {
      streams: [],
      facts: [
        `Frames ${tries.map(({ number }) => number).join(', ')} begin with the same byte, sent after ${since(tries)} s; their sizes are ${tries.map(({ length }) => length).join(', ')} bytes.`,
        `Frame ${answer.number} acknowledges: ack ${answer.ack} - ${last.seq} = ${answer.ack - last.seq}. The MSS is 1460 less 12 bytes of timestamps, so the first was several packets.`,
        'No RST anywhere.',
      ],
    };
  },
};
