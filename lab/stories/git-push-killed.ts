import { setTimeout as sleep } from 'node:timers/promises';
import { commitOfOriginator, repositoryUrl, runGit, startGitHttp } from '../servers/git-http.ts';
import type { Story } from '../story.ts';

/** More than all buffers on the way hold. */
const bytes = 600_000;
export const smallBuffers = { 'net.ipv4.tcp_rmem': '4096 16384 32768', 'net.ipv4.tcp_wmem': '4096 16384 32768' };

export const gitPushKilled: Story = {
  name: 'git-push-killed',
  vantage: 'originator',
  needs: ['nginx', 'git'],
  cause: 'process-killed',
  sentBy: 'responder',
  capture: ['-s', '200', 'tcp'],
  happened: `A commit of ${bytes} bytes is pushed over HTTP to nginx before a git http-backend that is slow to take it. In the midst nginx is killed, with bytes of the push unread: its kernel
resets the connection. "RPC failed", "Connection reset by peer", says git. Nobody listens on the port any more, so further attempts are refused.`,
  commands: [
    `git push http://10.83.9.2:8080/story.git work    # originator`,
    ...Object.entries(smallBuffers).map(([name, value]) => `sysctl ${name}="${value}"    # responder`),
    'kill -9 PID    # of nginx',
  ],
  play: async (stage) => {
    const { one, noise, responder } = stage;
    responder.namespace.sysctl(smallBuffers);
    const nginx = await startGitHttp(stage, {
      bytes: 1000,
      postPauseMs: 5000,
      options: 'client_max_body_size 0; proxy_request_buffering off;',
    });
    await stage.listen('keep-alive', 8081);
    await stage.originate(noise, 'two-requests', responder.ip, '8081');
    const pushing = push(stage, 'work');
    await sleep(2500);
    nginx.kill('SIGKILL');
    const { said, code } = await pushing;
    if (code === 0 || !said.includes('Connection reset by peer')) throw new Error(`not reset: ${code}, ${said}`);
    for (let attempt = 0; attempt < 2; attempt++) {
      const again = await runGit(one, 'ls-remote', repositoryUrl(responder));
      if (again.code === 0) throw new Error('somebody listens still');
    }
    await stage.originate(noise, 'two-requests', responder.ip, '8081');
  },
  find: (frames) => {
    const resets = frames.filter(({ flags, from }) => flags === 'R.' && from.endsWith('.8080'));
    const [aborted, ...refused] = resets;
    if (aborted === undefined || aborted.seq === 0 || refused.length < 2) return undefined;
    return {
      streams: resets.map(({ stream }) => stream),
      facts: [
        `Frame ${aborted.number} aborts the push: RST+ACK, seq ${aborted.seq}, ack ${aborted.ack}, window ${aborted.window}.`,
        `Frames ${refused.map(({ number }) => number).join(', ')} refuse new SYNs.`,
      ],
    };
  },
};

/** Pushes a commit of its own from the originator. */
export function push(stage: Parameters<Story['play']>[0], branch: string): ReturnType<typeof runGit> {
  const repository = commitOfOriginator(stage, bytes);
  return runGit(stage.one, '-C', repository, 'push', '-q', repositoryUrl(stage.responder), branch);
}
