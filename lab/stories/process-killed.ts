import { setTimeout as sleep } from 'node:timers/promises';
import type { Story } from '../story.ts';

export const processKilled: Story = {
  name: 'process-killed',
  vantage: 'originator',
  cause: 'process-killed',
  sentBy: 'responder',
  happened: `A process with three connections is killed. On two of them bytes lay unread: they are reset at once. The third was idle: it gets
a FIN, and what its originator sends later is answered by a RST. Nobody listens on the port any more, so two more attempts are refused.`,
  commands: ['kill -9 PID    # of the listener on port 8081'],
  play: async (network) => {
    const { one, noise, responder } = network;
    const doomed = await network.listen('hang-unread', 8081);
    await network.listen('keep-alive', 8080);
    await network.originate(noise, 'two-requests', responder.ip, '8080');
    await network.originate(one, 'two-requests', responder.ip, '8080');
    const open = [
      network.originate(one, 'upload', responder.ip, '8081', '--body', '2000'),
      network.originate(one, 'upload', responder.ip, '8081', '--body', '4000'),
      network.originate(one, 'speak-late', responder.ip, '8081', '--pause', '1500'),
    ];
    await sleep(900);
    doomed.kill('SIGKILL');
    await sleep(300);
    await network.originate(one, 'two-requests', responder.ip, '8081', '--times', '2');
    await Promise.all(open);
    await network.originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const resets = frames.filter(({ flags }) => flags.includes('R'));
    const aborted = resets.filter(({ flags, seq }) => flags === 'R.' && seq !== 0);
    const refused = resets.filter(({ flags, seq }) => flags === 'R.' && seq === 0);
    const [late] = resets.filter(({ flags }) => flags === 'R');
    const [first, second] = aborted;
    const fin = frames.find(
      ({ stream, flags, from }) => stream === late?.stream && flags.includes('F') && from === late.from,
    );
    if (first === undefined || second === undefined || late === undefined || fin === undefined) return undefined;
    if (refused.length !== 2 || late.seq !== fin.seq + 1) return undefined;
    return {
      streams: [...new Set(resets.map(({ stream }) => stream))].sort((a, b) => a - b),
      facts: [
        `Frames ${first.number} and ${second.number}, ${((second.seconds - first.seconds) * 1e6).toFixed(0)} µs apart, abort streams ${first.stream} and ${second.stream}: RST+ACK that acknowledges all that was sent, window ${first.window} and ${second.window}.`,
        `Frame ${fin.number} is the FIN of the idle one (stream ${late.stream}), ${((fin.seconds - first.seconds) * 1e6).toFixed(0)} µs after the first RST. Frame ${late.number} answers what came later: seq ${late.seq} = FIN + 1.`,
        `Frames ${refused.map(({ number }) => number).join(' and ')} refuse new SYNs, ${(((refused[0]?.seconds ?? 0) - first.seconds) * 1000).toFixed(0)} ms after that.`,
      ],
    };
  },
};
