import { setTimeout as sleep } from 'node:timers/promises';
import type { Story } from '../story.ts';

const silence = `table inet filter {
  chain output {
    type filter hook output priority filter;
    tcp flags & (rst | fin) != 0 drop
  }
}`;

export const restart: Story = {
  name: 'restart',
  vantage: 'originator',
  needs: ['ss -K'],
  cause: 'restart',
  sentBy: 'responder',
  happened: `A responder loses all its connections without a word, as after a crash of its host: the RSTs of \`ss -K\` are not let out. For a
while nobody listens, and attempts are refused; then the service is back. Each of three old connections is reset when it is used again; new ones work.`,
  commands: [
    "nft add rule inet filter output tcp flags '& (rst | fin) != 0' drop    # responder, while it forgets",
    'ss -K sport = :8081    # responder',
  ],
  play: async (network) => {
    const { one, noise, responder } = network;
    const doomed = await network.listen('keep-alive', 8081);
    await network.listen('keep-alive', 8080);
    await network.originate(noise, 'two-requests', responder.ip, '8080');
    const old = [2600, 2700, 2900].map((pause) =>
      network.originate(one, 'ask-again', responder.ip, '8081', '--pause', `${pause}`),
    );
    await sleep(1000);
    responder.namespace.nft(silence);
    responder.namespace.run('ss', '-K', 'sport = :8081');
    doomed.kill('SIGKILL');
    await sleep(100);
    responder.namespace.run('nft', 'flush', 'ruleset');
    await network.originate(one, 'two-requests', responder.ip, '8081', '--times', '2');
    await network.listen('keep-alive', 8081);
    await Promise.all(old);
    await network.originate(one, 'two-requests', responder.ip, '8081');
  },
  find: (frames) => {
    const resets = frames.filter(({ flags }) => flags.includes('R'));
    const lost = resets.filter(({ flags }) => flags === 'R');
    const refused = resets.filter(({ flags }) => flags === 'R.');
    if (lost.length !== 3 || refused.length !== 2) return undefined;
    return {
      streams: [...new Set(resets.map(({ stream }) => stream))].sort((a, b) => a - b),
      facts: [
        `Frames ${refused.map(({ number }) => number).join(' and ')} refuse SYNs while nobody listens.`,
        `Frames ${lost.map(({ number }) => number).join(', ')} answer the next request of each old connection: RST without ACK, TTL ${lost[0]?.ttl}, IP ID ${lost[0]?.ipId}, seq = the request's ack. No FIN of the responder came before.`,
      ],
    };
  },
};
