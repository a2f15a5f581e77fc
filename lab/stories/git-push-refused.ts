import { commitOfOriginator, repositoryUrl, runGit, startGitHttp } from '../servers/git-http.ts';
import type { Stage, Story } from '../story.ts';

const limit = 'client_max_body_size 20k; lingering_close off;';

export const gitPushRefused: Story = {
  name: 'git-push-refused',
  vantage: 'originator',
  needs: ['nginx', 'git'],
  cause: 'unread-data',
  sentBy: 'responder',
  capture: ['-s', '400', 'tcp'],
  happened: `A commit of 200,000 bytes is pushed over HTTP to nginx before git http-backend, which takes bodies of 20 kB: it answers 413 while the pack is on its way, and closes
with what came of it unread. The close is a reset.`,
  commands: [`${limit}    # nginx`, 'git push http://10.83.9.2:8080/story.git work    # originator'],
  play: async (stage) => {
    const { said, code } = await pushLarge(stage, limit);
    if (code === 0) throw new Error(`not refused: ${said}`);
  },
  find: (frames) => {
    const reset = frames.find(({ flags, from }) => flags === 'R.' && from.endsWith('.8080'));
    const own = frames.filter(({ stream, number }) => stream === reset?.stream && number < (reset?.number ?? 0));
    const answer = own.findLast(({ from, length }) => from === reset?.from && length > 0);
    const sent = own.filter(({ from, length }) => from === reset?.to && length > 0);
    if (reset === undefined || answer === undefined || sent.length === 0) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${answer.number} of ${answer.length} bytes is the answer 413; frame ${reset.number}, ${((reset.seconds - answer.seconds) * 1000).toFixed(2)} ms later, is the responder's RST+ACK, ack ${reset.ack}.`,
      ],
    };
  },
};

/** Pushes 200,000 bytes over HTTP. @param options of the responder's nginx */
export async function pushLarge(stage: Stage, options: string): Promise<{ said: string; code: number }> {
  const { one, noise, responder } = stage;
  await startGitHttp(stage, { bytes: 1000, options });
  await stage.listen('keep-alive', 8081);
  await stage.originate(noise, 'two-requests', responder.ip, '8081');
  const repository = commitOfOriginator(stage, 200_000);
  const outcome = await runGit(one, '-C', repository, 'push', '-q', repositoryUrl(responder), 'work');
  await stage.originate(noise, 'two-requests', responder.ip, '8081');
  return outcome;
}
