import { setTimeout as sleep } from 'node:timers/promises';
import { aroundFirstReset, secondsText } from '../frames/of-stream.ts';
import type { Story } from '../story.ts';
import { forget } from './half-open.ts';

export const halfOpenResponderSpeaks: Story = {
  name: 'half-open-responder-speaks',
  vantage: 'responder',
  cause: 'half-open',
  sentBy: 'originator',
  happened: `An originator forgets a connection without a word, as after a crash: its RST is not let out. It does not come again; nine seconds after its
answer the responder has something to say on it, and the originator's kernel, which knows no such connection, resets that.`,
  commands: ["nft add rule inet filter output tcp flags '& rst == rst' drop    # originator, while it forgets"],
  play: async ({ one, noise, responder, listen, originate }) => {
    await listen('push-late', 8081);
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    one.namespace.nft(forget);
    await originate(one, 'give-up', responder.ip, '8081', '--pause', '500');
    one.namespace.run('nft', 'flush', 'ruleset');
    await originate(one, 'two-requests', responder.ip, '8080');
    await sleep(9500);
    await originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8081);
    if (around === undefined) return undefined;
    const { reset, answered, own } = around;
    if (reset.seq !== answered.ack || !answered.from.endsWith('.8081') || answered.length === 0) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${answered.number} is the responder's, after a silence of ${secondsText(answered.seconds - own.seconds)} since the originator's last in frame ${own.number}.`,
        `Frame ${reset.number} answers it: RST without ACK, seq ${reset.seq} = its ack, TTL ${reset.ttl}, as all of the originator.`,
      ],
    };
  },
};
