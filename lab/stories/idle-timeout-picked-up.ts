import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';
import { forgetsAfter } from './idle-timeout-rst.ts';

const settings = {
  'net.netfilter.nf_conntrack_tcp_timeout_established': forgetsAfter,
  'net.netfilter.nf_conntrack_tcp_loose': 1,
};
const rule = 'ct state invalid drop';

export const idleTimeoutPickedUp: Story = {
  name: 'idle-timeout-picked-up',
  vantage: 'originator',
  cause: null,
  sentBy: null,
  controlOf: 'idle-timeout-silent',
  happened: `The router forgets a connection that was silent for ${forgetsAfter} s, as in idle-timeout-silent, but picks it up in the middle when its next packet comes
(nf_conntrack_tcp_loose=1, the default) and drops only what is INVALID: the connection lives on after a silence of 8 s.`,
  commands: [
    `nft add rule inet filter forward ${rule}    # router`,
    ...Object.entries(settings).map(([name, value]) => `sysctl ${name}=${value}    # router`),
  ],
  play: async (stage) => {
    const { one, noise, responder, router } = stage;
    router.nft(`table inet filter { chain forward { type filter hook forward priority 0; ${rule}; }; }`);
    router.sysctl(settings);
    await stage.listen('keep-alive', 8080);
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
    await stage.originate(one, 'one-after-another', responder.ip, '8080', '--requests', '2', '--pause', '8000');
  },
  find: (frames) => {
    const asked = frames.filter(({ from, length }) => from.startsWith('10.83.1.2.') && length > 0);
    const [before, after] = asked;
    const answer = frames.findLast(({ length }) => length > 0);
    if (before === undefined || after === undefined || answer === undefined || answer.from !== after.to)
      return undefined;
    return nothingReset(frames, [
      `Frame ${after.number} comes ${(after.seconds - before.seconds).toFixed(1)} s after frame ${before.number}, and frame ${answer.number} answers it.`,
    ]);
  },
};
