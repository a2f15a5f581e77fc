import { setTimeout as sleep } from 'node:timers/promises';
import { sentMostOften, since } from '../frames/of-stream.ts';
import type { Story } from '../story.ts';

const rule = 'icmpv6 type packet-too-big drop';

export const pathMtuBlackHoleIpv6: Story = {
  name: 'path-mtu-black-hole-ipv6',
  vantage: 'originator',
  cause: 'path-mtu-black-hole',
  fromPackets: { 'middle-to-responder': null, responder: null },
  sentBy: 'unknown',
  capture: ['-s', '128', 'tcp'],
  happened: `The link from the router to the responder takes 1300 bytes, and the router's "packet too big" is filtered. A request of 320 bytes passes; the body of
4000 bytes behind it does not.`,
  commands: ['ip link set to-responder mtu 1300    # router', `nft add rule ip6 filter output ${rule}    # router`],
  play: async (network) => {
    const { one, responder, router } = network;
    router.run('ip', 'link', 'set', 'to-responder', 'mtu', '1300');
    router.nft(`table ip6 filter { chain output { type filter hook output priority 0; ${rule}; }; }`);
    await network.listen('keep-alive', 8080);
    await network.originate(network.noise, 'two-requests', responder.ip6, '8080');
    await network.originate(one, 'two-requests', responder.ip6, '8080');
    network.originate(one, 'upload', responder.ip6, '8080', '--body', '4000').catch(() => {});
    await sleep(5000);
    await network.originate(one, 'two-requests', responder.ip6, '8080');
  },
  find: (frames) => {
    const tries = sentMostOften(frames);
    const [first] = tries;
    if (first === undefined || tries.length < 4) return undefined;
    const stream = frames.filter((frame) => frame.stream === first.stream);
    const passed = stream.filter(({ from, length, seq }) => from === first.from && length > 0 && seq < first.seq);
    const mss = stream.filter(({ flags }) => flags.includes('S')).map(({ options }) => /mss (\d+)/.exec(options)?.[1]);
    return {
      streams: [first.stream],
      facts: [
        `Frames ${tries.map(({ number }) => number).join(', ')} are one segment of ${first.length} bytes, sent after ${since(tries)} s and never acknowledged.`,
        `Before it ${passed.map(({ number, length }) => `frame ${number} of ${length} bytes`).join(', ')} passed. MSS of SYN and SYN-ACK: ${mss.join(' and ')}.`,
      ],
    };
  },
};
