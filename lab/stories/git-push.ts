import { nothingReset } from '../scenes/nothing-reset.ts';
import { startGitHttp } from '../servers/git-http.ts';
import type { Story } from '../story.ts';
import { gitPushKilled, push, smallBuffers } from './git-push-killed.ts';

export const gitPush: Story = {
  name: 'git-push',
  vantage: 'originator',
  needs: ['nginx', 'git'],
  cause: null,
  sentBy: null,
  controlOf: 'git-push-killed',
  happened:
    'A commit is pushed over HTTP to nginx before git http-backend, as in git-push-killed, and nobody kills anything: it arrives.',
  commands: gitPushKilled.commands.filter((command) => !command.startsWith('kill')),
  play: async (stage) => {
    const { noise, responder } = stage;
    responder.namespace.sysctl(smallBuffers);
    await startGitHttp(stage, { bytes: 1000, options: 'client_max_body_size 0; proxy_request_buffering off;' });
    await stage.listen('keep-alive', 8081);
    await stage.originate(noise, 'two-requests', responder.ip, '8081');
    const { said, code } = await push(stage, 'work');
    if (code !== 0) throw new Error(`not pushed: ${said}`);
  },
  find: (frames) => {
    const sent = frames.filter(({ to, length }) => to.endsWith('.8080') && length > 0);
    const pushed = sent.reduce((sum, { length }) => sum + length, 0);
    return pushed > 200_000 ? nothingReset(frames, [`${pushed} bytes go to port 8080.`]) : undefined;
  },
};
