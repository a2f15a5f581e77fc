import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { aroundFirstReset } from '../frames/of-stream.ts';
import { repositoryUrl, runGit, startGitHttp } from '../servers/git-http.ts';
import type { Story } from '../story.ts';

const rule = 'ip saddr 10.83.1.2 tcp dport 8080 reject with tcp reset';

export const gitCloneCut: Story = {
  name: 'git-clone-cut',
  vantage: 'originator',
  needs: ['nginx', 'git'],
  cause: 'firewall-reject',
  sentBy: 'firewall',
  router: 'firewall',
  capture: ['-s', '200', 'tcp'],
  happened: `A repository is cloned over HTTP, from nginx before git http-backend. In the midst of the download the router gets a rule that rejects what the originator
sends: its next ACK is answered by a RST in the responder's name. "RPC failed; curl 56", "early EOF", says git.`,
  commands: [
    'git clone http://10.83.9.2:8080/story.git    # originator',
    `nft add rule inet filter forward ${rule}    # router, in the midst of the download`,
  ],
  play: async (stage) => {
    const { one, noise, responder, router, folder } = stage;
    await startGitHttp(stage, { bytes: 300_000, pauseMs: 100 });
    await stage.listen('keep-alive', 8081);
    await stage.originate(noise, 'two-requests', responder.ip, '8081');
    const before = stage.soFar().length;
    const cloning = runGit(one, 'clone', '-q', repositoryUrl(responder), join(folder, 'clone'));
    // From the pack on: what comes before it are answers of some hundred bytes.
    while (bytesSince(stage.soFar(), before) < 60_000) await sleep(50);
    router.nft(`table inet filter { chain forward { type filter hook forward priority 0; ${rule}; }; }`);
    const { said, code } = await cloning;
    if (code === 0 || !said.includes('curl 56')) throw new Error(`not cut: ${code}, ${said}`);
    await stage.originate(noise, 'two-requests', responder.ip, '8081');
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8080);
    if (around === undefined) return undefined;
    const { reset, answered, own } = around;
    if (reset.seq !== answered.ack || reset.ttl === own.ttl) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${reset.number} is a RST, seq ${reset.seq} = the ack of frame ${answered.number}, TTL ${reset.ttl}; the responder's frame ${own.number} of ${own.length} bytes before it has TTL ${own.ttl}.`,
      ],
    };
  },
};

const bytesSince = (frames: readonly { readonly length: number }[], before: number): number =>
  frames.slice(before).reduce((bytes, { length }) => bytes + length, 0);
