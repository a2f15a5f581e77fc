import { setTimeout as sleep } from 'node:timers/promises';
import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

const rules = ['ct state established,related accept', 'ip saddr 10.83.1.2 tcp dport 8080 reject with tcp reset'];

export const firewallRejectEstablished: Story = {
  name: 'firewall-reject-established',
  vantage: 'originator',
  cause: null,
  sentBy: null,
  cureOf: { story: 'firewall-reject-midstream', remedy: 'connections that are open go on when rules are loaded' },
  happened: `While a connection is kept alive, the router gets the rule of firewall-reject-midstream, behind one that accepts what belongs to an open connection: this one
goes on as if nothing had been.`,
  commands: rules.map((rule) => `nft add rule inet filter forward ${rule}    # router, after the second request`),
  play: async (stage) => {
    const { one, noise, responder, router } = stage;
    // The router follows connections from the start, as a firewall does that has rules.
    router.nft(
      'table inet follow { chain forward { type filter hook forward priority -1; ct state invalid counter; }; }',
    );
    await stage.listen('keep-alive', 8080);
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
    const paused = stage.originate(one, 'pause-between', responder.ip, '8080');
    await sleep(1000);
    router.nft(`table inet filter { chain forward { type filter hook forward priority 0; ${rules.join('; ')}; }; }`);
    await paused;
  },
  find: (frames) => {
    const asked = frames.filter(({ to, length }) => to.endsWith('.8080') && length > 0);
    const [, second, third, fourth] = asked;
    if (second === undefined || third === undefined || fourth === undefined || asked.length !== 4) return undefined;
    return nothingReset(frames, [
      `Frames ${third.number} and ${fourth.number} are requests ${(third.seconds - second.seconds).toFixed(1)} s after the one before them, and are answered.`,
    ]);
  },
};
