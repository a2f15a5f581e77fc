import { setTimeout as sleep } from 'node:timers/promises';
import { aroundFirstReset, secondsText } from '../frames/of-stream.ts';
import { present } from '../frames/present.ts';
import type { Story } from '../story.ts';
import { forget } from './half-open.ts';

export const halfOpenResponderForgets: Story = {
  name: 'half-open-responder-forgets',
  vantage: 'originator',
  needs: ['ss -K'],
  cause: 'half-open',
  sentBy: 'responder',
  happened: `The other end of half-open: the responder forgets one of its connections without a word (the RST of \`ss -K\` is not let out), and keeps the others. The
originator's next request on it is reset; an older connection to the same port goes on all the while.`,
  commands: [
    "nft add rule inet filter output tcp flags '& rst == rst' drop    # responder, while it forgets",
    'ss -K sport = :8081 dport = :PORT    # responder',
  ],
  play: async ({ one, noise, responder, listen, originate, soFar }) => {
    await listen('keep-alive', 8081);
    await originate(noise, 'two-requests', responder.ip, '8081');
    const beside = originate(one, 'one-after-another', responder.ip, '8081', '--requests', '6', '--pause', '900');
    await sleep(400);
    const doomed = originate(one, 'ask-again', responder.ip, '8081', '--pause', '3000');
    await sleep(1200);
    const youngest = present(
      soFar().findLast(({ flags }) => flags === 'S'),
      'the SYN of the connection that is forgotten',
    );
    const port = youngest.from.slice(youngest.from.lastIndexOf('.') + 1);
    responder.namespace.nft(forget);
    responder.namespace.run('ss', '-K', 'sport', '=', ':8081', 'dport', '=', `:${port}`);
    responder.namespace.run('nft', 'flush', 'ruleset');
    await Promise.all([doomed, beside]);
    await originate(one, 'two-requests', responder.ip, '8081');
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8081);
    if (around === undefined) return undefined;
    const { reset, answered, own } = around;
    const beside = frames.filter(({ stream, length }) => stream !== reset.stream && length > 0);
    const before = beside.find(({ number }) => number < own.number);
    const after = beside.find(({ number, stream }) => number > reset.number && stream === before?.stream);
    if (reset.flags !== 'R' || reset.seq !== answered.ack || before === undefined || after === undefined)
      return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${answered.number} is the next request, ${secondsText(answered.seconds - own.seconds)} after the responder's last in frame ${own.number}; no FIN of it came.`,
        `Frame ${reset.number} answers it: RST without ACK, seq ${reset.seq} = its ack, TTL ${reset.ttl}.`,
        `Stream ${after.stream} of the same port was open before (frame ${before.number}) and goes on (frame ${after.number}).`,
      ],
    };
  },
};
