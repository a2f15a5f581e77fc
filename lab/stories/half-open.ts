import { setTimeout as sleep } from 'node:timers/promises';
import type { Story } from '../story.ts';

/** Lets no RST out. */
export const forget = `table inet filter {
  chain output {
    type filter hook output priority filter;
    tcp flags & rst == rst drop
  }
}`;

export const halfOpen: Story = {
  name: 'half-open',
  vantage: 'responder',
  cause: 'half-open',
  sentBy: 'originator',
  happened: `An originator forgets a connection without a word, as after a crash: its RST is not let out. The responder keeps the
connection. A second later the originator connects anew from the same port; the responder answers the SYN with a challenge ACK, the originator's
kernel resets that, which ends the old connection, and its next SYN is accepted.`,
  commands: ["nft add rule inet filter output tcp flags '& rst == rst' drop    # originator, while it forgets"],
  play: async (network) => {
    const { one, noise, responder } = network;
    await network.listen('keep-alive', 8080);
    await network.originate(noise, 'two-requests', responder.ip, '8080');
    one.namespace.nft(forget);
    await network.originate(one, 'give-up', responder.ip, '8080', '--local-port', '45678', '--pause', '500');
    one.namespace.run('nft', 'flush', 'ruleset');
    await sleep(1000);
    await network.originate(one, 'two-requests', responder.ip, '8080', '--local-port', '45678');
    await network.originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const [reset, ...others] = frames.filter(({ flags }) => flags.includes('R'));
    if (reset === undefined || others.length > 0) return undefined;
    const own = frames.filter(({ stream }) => stream === reset.stream);
    const [syn, again] = own.filter(({ flags }) => flags === 'S');
    const challenge = own.find(({ flags, from }) => flags === '.' && from === reset.to);
    const old = frames.findLast(({ from, stream }) => from === reset.to && stream < reset.stream);
    const accepted = own.find(({ flags }) => flags === 'S.');
    if (syn === undefined || again === undefined || challenge === undefined || accepted === undefined) return undefined;
    if (reset.seq !== challenge.ack || old === undefined) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${syn.number} is the SYN on the old 4-tuple. Frame ${challenge.number} answers it: a bare ACK, seq ${challenge.seq}, ack ${challenge.ack}, IP ID ${challenge.ipId}.`,
        `Frame ${reset.number} is the originator's answer to that: RST without ACK, seq ${reset.seq} = the ack of frame ${challenge.number}.`,
        `${((again.seconds - syn.seconds) * 1000).toFixed(1)} ms after the first SYN it is repeated in frame ${again.number} and accepted in frame ${accepted.number}.`,
      ],
    };
  },
};
