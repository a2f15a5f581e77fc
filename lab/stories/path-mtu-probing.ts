import { setTimeout as sleep } from 'node:timers/promises';
import { sentMostOften, since } from '../frames/of-stream.ts';
import type { Network } from '../network/network.ts';
import type { Story } from '../story.ts';

const rule = 'icmp type destination-unreachable icmp code frag-needed drop';
export const probingHappened = `The link from the router to the responder takes 1300 bytes, and the router's "fragmentation needed" is filtered. The first full-size segments of an
upload vanish, until the originator's kernel, which probes (RFC 4821), sends the same bytes again in smaller segments. Nothing fails; it takes seconds.`;
export const probingCommands = [
  'ip link set to-responder mtu 1300    # router',
  `nft add rule ip filter output ${rule}    # router`,
  'sysctl -w net.ipv4.tcp_mtu_probing=1    # originator',
];

export const pathMtuProbing: Story = {
  name: 'path-mtu-probing',
  vantage: 'originator',
  cause: 'path-mtu-black-hole',
  sentBy: 'unknown',
  capture: ['-s', '128', 'tcp'],
  happened: probingHappened,
  commands: probingCommands,
  play: probe,
  find: (frames) => {
    const tries = sentMostOften(frames);
    const [first] = tries;
    const smaller = tries.at(-1);
    if (first === undefined || smaller === undefined || smaller.length === first.length) return undefined;
    const answer = frames.find(
      ({ number, to, ack }) => number > smaller.number && to === first.from && ack > first.seq,
    );
    if (answer === undefined) return undefined;
    return {
      streams: [first.stream],
      facts: [
        `Frames ${tries.map(({ number }) => number).join(', ')} begin with the same byte, sent after ${since(tries)} s; their sizes are ${tries.map(({ length }) => length).join(', ')} bytes.`,
        `Frame ${answer.number} acknowledges the last of them: ack ${answer.ack} - ${smaller.seq} = ${answer.ack - smaller.seq}.`,
      ],
    };
  },
};

export async function probe({ one, responder, router, ...network }: Network): Promise<void> {
  router.run('ip', 'link', 'set', 'to-responder', 'mtu', '1300');
  router.nft(`table ip filter { chain output { type filter hook output priority 0; ${rule}; }; }`);
  one.namespace.sysctl({ 'net.ipv4.tcp_mtu_probing': 1 });
  await network.listen('keep-alive', 8080);
  await network.originate(network.noise, 'two-requests', responder.ip, '8080');
  await network.listen('answer-first', 8081);
  await network.originate(one, 'two-requests', responder.ip, '8080');
  network.originate(one, 'upload', responder.ip, '8081', '--body', '4000').catch(() => {});
  await sleep(8_000);
  await network.originate(one, 'two-requests', responder.ip, '8080');
}
