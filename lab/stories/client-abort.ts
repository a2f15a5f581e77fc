import { present } from '../frames/present.ts';
import type { Story } from '../story.ts';

export const clientAbort: Story = {
  name: 'client-abort',
  vantage: 'responder',
  cause: 'client-abort',
  sentBy: 'originator',
  happened: `An originator asks, gets no answer, and gives up after 1.5 s: its program aborts the connection. Twice.`,
  commands: [],
  play: async (network) => {
    const { one, noise, responder } = network;
    await network.listen('say-nothing', 8081);
    await network.listen('keep-alive', 8080);
    await network.originate(noise, 'two-requests', responder.ip, '8080');
    await network.originate(one, 'give-up', responder.ip, '8081', '--times', '2', '--pause', '1500');
    await network.originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const resets = frames.filter(({ flags }) => flags.includes('R'));
    if (resets.length !== 2) return undefined;
    return {
      streams: resets.map(({ stream }) => stream),
      facts: resets.map((reset) => {
        const request = present(
          frames.find(({ stream, from, length }) => stream === reset.stream && from === reset.from && length > 0),
          'the request',
        );
        return `Stream ${reset.stream}: the request is frame ${request.number}; frame ${reset.number}, ${(reset.seconds - request.seconds).toFixed(3)} s later, is the originator's RST+ACK, seq ${reset.seq} = its snd_nxt, window ${reset.window}, IP ID ${reset.ipId}.`;
      }),
    };
  },
};
