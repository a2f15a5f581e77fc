import { setTimeout as sleep } from 'node:timers/promises';
import { startSshd } from '../servers/sshd.ts';
import type { Story } from '../story.ts';

/** "Exceeded MaxStartups" and the end of the line. */
const refusalBytes = 22;

export const sshMaxStartups: Story = {
  name: 'ssh-max-startups',
  vantage: 'originator',
  needs: ['sshd'],
  cause: 'ssh-max-startups',
  sentBy: 'responder',
  happened: `Six connections to an sshd (OpenSSH 9.2) come at once, and it takes two that are not authenticated. To the others it says "Exceeded
MaxStartups" instead of its banner, and closes. The banners of their originators lay unread then, or came when it had closed: resets.`,
  commands: ['sshd -o MaxStartups=2:100:2    # responder'],
  play: async ({ one, noise, responder, originate, listen, folder }) => {
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    const sshd = await startSshd(responder.namespace, folder, 2222, ['MaxStartups 2:100:2', 'UsePAM no']);
    await originate(one, 'greet', responder.ip, '2222', '--times', '6', '--together', '--pause', '400');
    await sleep(300);
    await originate(one, 'greet', responder.ip, '2222', '--pause', '100');
    sshd.kill();
  },
  find: (frames) => {
    const refusals = frames.filter(({ from, length }) => from.endsWith('.2222') && length === refusalBytes);
    const streams = refusals.map(({ stream }) => stream);
    const resets = frames.filter(({ flags }) => flags.includes('R'));
    if (refusals.length < 3 || resets.length < 2) return undefined;
    if (resets.some(({ stream, from }) => !streams.includes(stream) || !from.endsWith('.2222'))) return undefined;
    return {
      streams: [...streams].sort((a, b) => a - b),
      facts: refusals.map(({ number, stream }) => {
        const reset = resets.find((frame) => frame.stream === stream);
        return `Stream ${stream}: frame ${number} is the responder's only payload, ${refusalBytes} bytes; ${reset === undefined ? 'it closed by a FIN alone' : `frame ${reset.number} is its RST, flags ${reset.flags}`}.`;
      }),
    };
  },
};
