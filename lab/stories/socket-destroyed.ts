import { setTimeout as sleep } from 'node:timers/promises';
import type { Story } from '../story.ts';

export const socketDestroyed: Story = {
  name: 'socket-destroyed',
  vantage: 'responder',
  needs: ['ss -K'],
  cause: 'socket-destroyed',
  sentBy: 'responder',
  happened: `Two programs serve two ports of a host. Its operator destroys all sockets towards one originator: four connections, of both ports, are reset at
once. The programs live on, and take new connections; that of another originator goes on, too. Over IPv6.`,
  commands: ['ss -K dst [fd83:0:0:1::2]    # responder'],
  play: async ({ one, noise, responder, originate, listen }) => {
    const ports = ['8081', '8082'];
    for (const port of ports) await listen('keep-alive', Number(port));
    await originate(one, 'two-requests', responder.ip6, '8081');
    const healthy = originate(noise, 'one-after-another', responder.ip6, '8081', '--requests', '4', '--pause', '700');
    const doomed = ports.map((port) =>
      originate(one, 'ask-and-wait', responder.ip6, port, '--times', '2', '--together', '--pause', '9000'),
    );
    await sleep(1500);
    responder.namespace.run('ss', '-K', 'dst', `[${one.ip6}]`);
    const outcomes = (await Promise.all(doomed)).flat();
    if (outcomes.some((outcome) => outcome !== 'ECONNRESET')) throw new Error(`not reset: ${outcomes.join(', ')}`);
    for (const port of ports) await originate(one, 'two-requests', responder.ip6, port);
    await healthy;
  },
  find: (frames) => {
    const resets = frames.filter(({ flags }) => flags.includes('R'));
    const [first] = resets;
    const last = resets.at(-1);
    if (first === undefined || last === undefined || resets.length !== 4) return undefined;
    const taken = ['8081', '8082'].map((port) =>
      frames.find(({ number, flags, from }) => number > last.number && flags === 'S.' && from.endsWith(`.${port}`)),
    );
    return {
      streams: resets.map(({ stream }) => stream).sort((a, b) => a - b),
      facts: [
        `Frames ${resets.map(({ number }) => number).join(', ')}, within ${((last.seconds - first.seconds) * 1e6).toFixed(0)} µs, abort two connections of port 8081 and two of port 8082: RST+ACK, seq = snd_nxt, window ${first.window}.`,
        `Frames ${taken.map((frame) => frame?.number).join(' and ')} accept new connections of the same originator on both ports.`,
      ],
    };
  },
};
