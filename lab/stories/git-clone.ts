import { join } from 'node:path';
import { nothingReset } from '../scenes/nothing-reset.ts';
import { repositoryUrl, runGit, startGitHttp } from '../servers/git-http.ts';
import type { Story } from '../story.ts';

export const gitClone: Story = {
  name: 'git-clone',
  vantage: 'originator',
  needs: ['nginx', 'git'],
  cause: null,
  sentBy: null,
  controlOf: 'git-clone-cut',
  happened:
    'A repository is cloned over HTTP from nginx before git http-backend, as in git-clone-cut, and no rule is added on the way: it arrives.',
  commands: ['git clone http://10.83.9.2:8080/story.git    # originator'],
  play: async (stage) => {
    const { one, noise, responder, folder } = stage;
    await startGitHttp(stage, { bytes: 300_000, pauseMs: 100 });
    await stage.listen('keep-alive', 8081);
    await stage.originate(noise, 'two-requests', responder.ip, '8081');
    const { said, code } = await runGit(one, 'clone', '-q', repositoryUrl(responder), join(folder, 'clone'));
    if (code !== 0) throw new Error(`not cloned: ${said}`);
    await stage.originate(noise, 'two-requests', responder.ip, '8081');
  },
  find: (frames) => {
    const sent = frames.filter(({ from, length }) => from.endsWith('.8080') && length > 0);
    const cloned = sent.reduce((sum, { length }) => sum + length, 0);
    return cloned > 300_000 ? nothingReset(frames, [`${cloned} bytes come from port 8080.`]) : undefined;
  },
};
