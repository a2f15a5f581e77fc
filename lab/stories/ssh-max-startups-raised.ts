import { setTimeout as sleep } from 'node:timers/promises';
import { nothingReset } from '../scenes/nothing-reset.ts';
import { startSshd } from '../servers/sshd.ts';
import type { Story } from '../story.ts';

export const sshMaxStartupsRaised: Story = {
  name: 'ssh-max-startups-raised',
  vantage: 'originator',
  needs: ['sshd'],
  cause: null,
  sentBy: null,
  cureOf: { story: 'ssh-max-startups', remedy: 'a larger MaxStartups' },
  happened: `Six connections to an sshd come at once, as in ssh-max-startups, but it takes twenty that are not authenticated: each gets its banner.`,
  commands: ['sshd -o MaxStartups=20:30:100    # responder'],
  play: async ({ one, noise, responder, originate, listen, folder }) => {
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    await startSshd(responder.namespace, folder, 2222, ['MaxStartups 20:30:100', 'UsePAM no']);
    await originate(one, 'greet', responder.ip, '2222', '--times', '6', '--together', '--pause', '1500');
    await sleep(300);
  },
  find: (frames) => {
    const banners = new Set(
      frames.filter(({ from, length }) => from.endsWith('.2222') && length > 30).map(({ stream }) => stream),
    );
    return banners.size === 6 ? nothingReset(frames, ['Each of the six connections gets a banner.']) : undefined;
  },
};
