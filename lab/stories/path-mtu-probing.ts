import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from '../frames/frames.ts';
import { sentMostOften, since } from '../frames/of-stream.ts';
import type { Network } from '../network/network.ts';
import type { Found, Story } from '../story.ts';

const rule = 'icmp type destination-unreachable icmp code frag-needed drop';
const happened = `The link from the router to the responder takes 1300 bytes, and the router's "fragmentation needed" is filtered. The first full-size segments of an
upload vanish, until the originator's kernel, which probes (RFC 4821), sends the same bytes again in smaller segments. Nothing fails; it takes seconds.`;
const commands = [
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
  happened,
  commands,
  play,
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

export const pathMtuProbingResponder: Story = {
  name: 'path-mtu-probing-responder',
  vantage: 'responder',
  cause: 'path-mtu-black-hole',
  sentBy: 'unknown',
  capture: ['-s', '128', 'tcp'],
  happened: `${happened} Seen at the responder, where the large segments never come by.`,
  commands,
  play,
  find: findHole,
};

async function play({ one, responder, router, ...network }: Network): Promise<void> {
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

function findHole(frames: readonly Frame[]): Found | undefined {
  for (const [index, behind] of frames.entries()) {
    const before = frames.slice(0, index).findLast(({ from, length }) => from === behind.from && length > 0);
    if (before === undefined || behind.length === 0 || behind.seq - before.seq - before.length < 1000) continue;
    const left = before.seq + before.length;
    const piece = frames.find(
      ({ from, seq, number }) => from === behind.from && seq === left && number > behind.number,
    );
    if (piece === undefined) return undefined;
    return {
      streams: [behind.stream],
      facts: [
        `Before frame ${behind.number} the ${behind.seq - left} bytes from seq ${left} on are missing.`,
        `Frame ${piece.number}, ${(piece.seconds - behind.seconds).toFixed(1)} s later, begins there, and has ${piece.length} bytes.`,
      ],
    };
  }
  return undefined;
}
