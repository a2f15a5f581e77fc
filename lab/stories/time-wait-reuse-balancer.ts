import type { Frame } from '../frames/frames.ts';
import { findReuse, isOldAck, portComesRound, portComesRoundCommands } from '../scenes/port-comes-round.ts';
import type { Story } from '../story.ts';

export const timeWaitReuseBalancer: Story = {
  name: 'time-wait-reuse-balancer',
  vantage: 'responder',
  cause: 'time-wait-reuse',
  sentBy: null,
  two: 'second-originator',
  happened: `As in time-wait-reuse, but the second originator does what a load balancer was seen to do: it ignores the ACK
that it did not expect and repeats its SYN each second, until it gives up. A Linux kernel would answer with a RST, so
the bare ACK is dropped before it reaches the kernel. There is no RST at all: what is wrong is a SYN that is never
answered by a SYN-ACK.`,
  commands: [
    ...portComesRoundCommands,
    "nft add rule ip filter input tcp sport 8080 tcp flags '& (fin|syn|rst|psh|ack) == ack' drop    # originator two",
  ],
  play: async (network) => {
    network.two.namespace.nft(`table ip filter {
      chain input {
        type filter hook input priority filter;
        tcp sport 8080 tcp flags & (fin|syn|rst|psh|ack) == ack drop
      }
    }`);
    await portComesRound(network);
  },
  find: (frames) => {
    const reuse = findReuse(frames);
    const { syns, stream, rcvNxt, sndNxt } = reuse;
    if (!isOldAck(reuse) || frames.some(({ flags }) => flags.includes('R'))) return undefined;
    const answers = frames.filter((frame) => frame.stream === stream && frame.flags === '.');
    const numbers = (of: readonly Frame[]): string => of.map(({ number }) => number).join(', ');
    const firstSeconds = syns[0]?.seconds ?? 0;
    const times = syns.map(({ seconds }) => (seconds - firstSeconds).toFixed(2)).join(', ');
    return {
      streams: [stream],
      facts: [
        ...reuse.facts,
        `The SYN is sent ${syns.length} times with the same seq: frames ${numbers(syns)}, at ${times} s.`,
        `Each is answered by the same bare ACK: frames ${numbers(answers)}, seq ${sndNxt} (the old snd_nxt), ack ${rcvNxt} (the old rcv_nxt), IP ID 0.`,
        'No SYN-ACK and no RST in this stream.',
      ],
    };
  },
};
