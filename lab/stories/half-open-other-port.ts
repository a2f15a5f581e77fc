import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

const forget = fileURLToPath(new URL('../network/forget.pl', import.meta.url));

export const halfOpenOtherPort: Story = {
  name: 'half-open-other-port',
  vantage: 'responder',
  needs: ['perl'],
  cause: null,
  sentBy: null,
  controlOf: 'half-open',
  happened: `As in half-open, an originator forgets a connection without a word, and comes again a second later; but it leaves the choice of its port to its kernel. The SYN from
another port meets nothing old, and is accepted at once.`,
  commands: ['perl network/forget.pl 10.83.9.2 8080 45678 320    # originator: closes its socket in repair mode'],
  play: async ({ one, noise, responder, listen, originate }) => {
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    one.namespace.run('perl', forget, responder.ip, '8080', '45678', '320');
    await sleep(1000);
    await originate(one, 'two-requests', responder.ip, '8080');
    await originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const own = frames.filter(({ flags, from }) => flags === 'S' && from.startsWith('10.83.1.2.'));
    const [old, anew, ...others] = own;
    if (old === undefined || anew === undefined || others.length > 0 || old.from === anew.from) return undefined;
    const accepted = frames.find(({ flags, to }) => flags === 'S.' && to === anew.from);
    if (accepted === undefined || frames.some(({ stream, flags }) => stream === old.stream && flags.includes('F')))
      return undefined;
    return nothingReset(frames, [
      `Stream ${old.stream} falls silent and is never closed. Frame ${anew.number} is the SYN from another port, accepted by frame ${accepted.number}.`,
    ]);
  },
};
