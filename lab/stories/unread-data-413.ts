import type { Story } from '../story.ts';

export const unreadData413: Story = {
  name: 'unread-data-413',
  vantage: 'middle-to-responder',
  cause: 'unread-data',
  sentBy: 'responder',
  happened: `An upload announces 40,000 bytes (Content-Length). The responder answers 413 before it has read any of it, and closes, while the rest is on
its way and what came lies in its kernel's queue: the close is a reset.`,
  commands: [],
  play: async ({ one, noise, responder, originate, listen }) => {
    await listen('keep-alive', 8080);
    await listen('refuse-unread', 8081);
    await originate(noise, 'two-requests', responder.ip, '8080');
    await originate(one, 'put', responder.ip, '8081', '--body', '40000', '--pause', '15');
    await originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const [reset] = frames.filter(({ flags }) => flags.includes('R'));
    if (reset === undefined || !reset.flags.includes('.') || !reset.from.endsWith('.8081')) return undefined;
    const own = frames.filter(({ stream, number }) => stream === reset.stream && number < reset.number);
    const answer = own.find(({ from, length }) => from === reset.from && length > 0);
    const sent = own.filter(({ from, length }) => from === reset.to && length > 0);
    const first = sent[0];
    const last = sent.at(-1);
    if (answer === undefined || first === undefined || last === undefined) return undefined;
    const sentBytes = last.seq + last.length - first.seq;
    if (sentBytes >= 40_000) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${first.number} begins the request: PUT with Content-Length: 40000. ${sentBytes} bytes, its header included, had been sent when the RST came.`,
        `Frame ${answer.number} is the answer 413; frame ${reset.number}, ${((reset.seconds - answer.seconds) * 1000).toFixed(2)} ms later, is the responder's RST+ACK, seq ${reset.seq}, ack ${reset.ack}.`,
      ],
    };
  },
};
