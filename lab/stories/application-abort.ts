import { present } from '../frames/present.ts';
import type { Story } from '../story.ts';

export const applicationAbort: Story = {
  name: 'application-abort-ipv6',
  vantage: 'middle-to-responder',
  cause: 'application-abort',
  sentBy: 'responder',
  happened: `A program lets no connection live for longer than 3.5 s, and aborts those that do: one that was idle, one that had asked again, and one on which nothing
was said. Nothing is unread, and the packets don't say why. Over IPv6.`,
  commands: [],
  play: async ({ one, noise, responder, originate, listen }) => {
    await listen('limit-lifetime', 8081);
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip6, '8080');
    const doomed = [
      originate(one, 'ask-and-wait', responder.ip6, '8081', '--pause', '9000'),
      originate(one, 'one-after-another', responder.ip6, '8081', '--requests', '3', '--pause', '2000'),
      originate(one, 'speak-late', responder.ip6, '8081', '--pause', '9000'),
    ];
    const outcomes = (await Promise.all(doomed)).flat();
    if (outcomes.some((outcome) => outcome !== 'ECONNRESET')) throw new Error(`not reset: ${outcomes.join(', ')}`);
    await originate(noise, 'two-requests', responder.ip6, '8081');
  },
  find: (frames) => {
    const resets = frames.filter(({ flags }) => flags.includes('R'));
    if (resets.length !== 3) return undefined;
    return {
      streams: resets.map(({ stream }) => stream).sort((a, b) => a - b),
      facts: resets.map((reset) => {
        const own = frames.filter(({ stream, number }) => stream === reset.stream && number < reset.number);
        const syn = present(own[0], 'its SYN');
        const last = own.findLast(({ length }) => length > 0);
        const since = `${(reset.seconds - syn.seconds).toFixed(3)} s after the SYN (frame ${syn.number})`;
        const quiet =
          last === undefined
            ? 'no payload came before it'
            : `${(reset.seconds - last.seconds).toFixed(3)} s after the last payload (frame ${last.number})`;
        return `Frame ${reset.number} aborts stream ${reset.stream} ${since}: RST+ACK, window ${reset.window}; ${quiet}.`;
      }),
    };
  },
};
