import { present } from '../frames/present.ts';
import type { Story } from '../story.ts';

export const lingerZero: Story = {
  name: 'linger-zero-ipv6',
  vantage: 'responder',
  cause: 'linger-zero',
  sentBy: 'responder',
  happened: `The responder reads the request, answers it, and 5 ms later closes with SO_LINGER 0: a RST goes out where a FIN would have. Twice,
over IPv6.`,
  commands: [],
  play: async (network) => {
    const { one, noise, responder } = network;
    await network.listen('answer-and-reset', 8081);
    await network.listen('keep-alive', 8080);
    await network.originate(noise, 'two-requests', responder.ip6, '8080');
    await network.originate(one, 'until-closed', responder.ip6, '8081', '--times', '2');
    await network.originate(noise, 'two-requests', responder.ip6, '8080');
  },
  find: (frames) => {
    const resets = frames.filter(({ flags }) => flags.includes('R'));
    if (resets.length !== 2) return undefined;
    return {
      streams: resets.map(({ stream }) => stream),
      facts: resets.map((reset) => {
        const response = present(
          frames.find(({ stream, from, length }) => stream === reset.stream && from === reset.from && length > 0),
          'the response',
        );
        return (
          `Stream ${reset.stream}: the response is frame ${response.number}, whose ack ${response.ack} covers all of the request. Frame ${reset.number}, ` +
          `${((reset.seconds - response.seconds) * 1000).toFixed(1)} ms later, is RST+ACK with the same ack, seq ${reset.seq} = the end of the response, window ${reset.window}.`
        );
      }),
    };
  },
};
