import { once } from 'node:events';
import { startSshd } from '../servers/sshd.ts';
import type { Story } from '../story.ts';

/** "Exceeded MaxStartups" and the end of the line. */
const refusalBytes = 22;
const ssh = 'ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null';

export const sshMaxStartupsGit: Story = {
  name: 'ssh-max-startups-git',
  vantage: 'originator',
  needs: ['sshd', 'git', 'ssh'],
  cause: 'ssh-max-startups',
  sentBy: 'responder',
  happened: `Eight jobs ask for a repository over SSH at once, and the sshd takes two that are not authenticated. What git says of the others is beside the capture:
"kex_exchange_identification", and "Could not read from remote repository".`,
  commands: [
    'sshd -o MaxStartups=2:100:2    # responder',
    'git ls-remote ssh://git@10.83.9.2:2222/x    # originator, eight times',
  ],
  play: async ({ one, noise, responder, originate, listen, folder }) => {
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    await startSshd(responder.namespace, folder, 2222, ['MaxStartups 2:100:2', 'UsePAM no']);
    const url = `ssh://git@${responder.ip}:2222/x`;
    const jobs = Array.from({ length: 8 }, () =>
      one.namespace.start('git', '-c', `core.sshCommand=${ssh}`, 'ls-remote', url),
    );
    await Promise.all(jobs.map((job) => once(job, 'close')));
  },
  find: (frames) => {
    const refusals = frames.filter(({ from, length }) => from.endsWith('.2222') && length === refusalBytes);
    const resets = frames.filter(({ flags }) => flags.includes('R'));
    const streams = refusals.map(({ stream }) => stream).sort((a, b) => a - b);
    if (!resets.some(({ stream }) => streams.includes(stream))) return undefined;
    return {
      streams,
      facts: [
        `Frames ${refusals.map(({ number }) => number).join(', ')} say "Exceeded MaxStartups"; frames ${resets.map(({ number }) => number).join(', ')} are RSTs.`,
      ],
    };
  },
};
