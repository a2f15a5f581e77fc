import { findReuse, isOldAck, portComesRound, portComesRoundCommands } from '../scenes/port-comes-round.ts';
import type { Story } from '../story.ts';

export const timeWaitReuse: Story = {
  name: 'time-wait-reuse',
  vantage: 'responder',
  cause: 'time-wait-reuse',
  sentBy: 'originator',
  two: 'second-originator',
  happened: `Two originators reach the responder through a router that gives both the same address and port. The first
connection is closed by the responder, which keeps it in TIME_WAIT. A few seconds later the second originator connects;
its SYN has no timestamps and a sequence number below what the old connection had reached, so the responder answers
with the old connection's ACK. The originator's kernel answers that with a RST, which ends TIME_WAIT, and repeats its
SYN, which is then accepted: the program notices nothing but a delay.`,
  commands: portComesRoundCommands,
  play: portComesRound,
  find: (frames) => {
    const reuse = findReuse(frames);
    const { answer, syns, stream, rcvNxt } = reuse;
    const [syn, again, ...others] = syns;
    const reset = frames.find(({ flags }) => flags === 'R');
    const accepted = frames.find((frame) => frame.stream === stream && frame.flags === 'S.');
    if (!isOldAck(reuse) || reset === undefined || accepted === undefined) return undefined;
    if (syn === undefined || again === undefined || others.length > 0) return undefined;
    const wait = ((again.seconds - syn.seconds) * 1000).toFixed(1);
    return {
      streams: [stream],
      facts: [
        ...reuse.facts,
        `Frame ${answer.number} answers it: a bare ACK with seq ${answer.seq} (the old snd_nxt), ack ${answer.ack} (the old rcv_nxt), IP ID 0.`,
        `Frame ${reset.number} is the originator's answer to that: RST without ACK, seq ${reset.seq} = the ack field of frame ${answer.number}` +
          ` = ${rcvNxt}, window ${reset.window}, IP ID ${reset.ipId}.`,
        `${wait} ms after the first SYN it is repeated in frame ${again.number}, same seq, and accepted in frame ${accepted.number}. ` +
          `Its SYN-ACK's seq ${accepted.seq} has nothing to do with the old snd_nxt: TIME_WAIT was gone.`,
      ],
    };
  },
};
