import { setTimeout as sleep } from 'node:timers/promises';
import { aroundFirstReset, secondsText } from '../frames/of-stream.ts';
import type { Story } from '../story.ts';
import { forget } from './half-open.ts';

export const halfOpenResponderForgets: Story = {
  name: 'half-open-responder-forgets',
  vantage: 'originator',
  needs: ['ss -K'],
  cause: 'half-open',
  // A host that forgot one connection answers as one that forgot them all.
  fromPackets: 'restart',
  sentBy: 'responder',
  happened: `The other end of half-open: the responder forgets a connection without a word (the RST of \`ss -K\` is not let out), and goes on serving. The originator's next
request on it is reset; new connections work.`,
  commands: [
    "nft add rule inet filter output tcp flags '& rst == rst' drop    # responder, while it forgets",
    'ss -K sport = :8081    # responder',
  ],
  play: async ({ one, noise, responder, listen, originate }) => {
    await listen('keep-alive', 8081);
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    const doomed = originate(one, 'ask-again', responder.ip, '8081', '--pause', '3000');
    await sleep(1200);
    responder.namespace.nft(forget);
    responder.namespace.run('ss', '-K', 'state', 'established', 'sport', '=', ':8081');
    responder.namespace.run('nft', 'flush', 'ruleset');
    await doomed;
    await originate(one, 'two-requests', responder.ip, '8081');
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8081);
    if (around === undefined) return undefined;
    const { reset, answered, own } = around;
    const accepted = frames.find(
      ({ number, flags, from }) => number > reset.number && flags === 'S.' && from === reset.from,
    );
    if (reset.flags !== 'R' || reset.seq !== answered.ack || accepted === undefined) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${answered.number} is the next request, ${secondsText(answered.seconds - own.seconds)} after the responder's last in frame ${own.number}; no FIN of it came.`,
        `Frame ${reset.number} answers it: RST without ACK, seq ${reset.seq} = its ack, TTL ${reset.ttl}. Frame ${accepted.number} accepts a new connection on the port.`,
      ],
    };
  },
};
