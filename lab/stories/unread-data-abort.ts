import { present } from '../frames/present.ts';
import type { Story } from '../story.ts';

export const unreadDataAbort: Story = {
  name: 'unread-data-abort',
  vantage: 'responder',
  cause: 'unread-data',
  sentBy: 'responder',
  happened: `Two uploads of 4320 bytes are cut off because the responder closes the connection while they are still unread in its
kernel's queue: once without a word, and once right after the answer 413.`,
  commands: [],
  play: async (network) => {
    const { one, noise, responder } = network;
    await network.listen('answer-and-close', 8080);
    await network.listen('close-unread', 8081);
    await network.listen('refuse-unread', 8082);
    await network.originate(noise, 'until-closed', responder.ip, '8080', '--times', '2');
    await network.originate(one, 'upload', responder.ip, '8081', '--body', '4000');
    await network.originate(noise, 'until-closed', responder.ip, '8080');
    await network.originate(one, 'upload', responder.ip, '8082', '--body', '4000');
    await network.originate(noise, 'until-closed', responder.ip, '8080');
  },
  find: (frames) => {
    // With the ends apart, the ACK of the answer comes to a socket that is gone, and is answered by a bare RST.
    const resets = frames.filter(({ flags }) => flags === 'R.');
    const [silent, refused] = resets;
    if (silent === undefined || refused === undefined || resets.length !== 2) return undefined;
    const before = frames.findLast(
      ({ stream, length, from, number }) =>
        stream === refused.stream && length > 0 && from === refused.from && number < refused.number,
    );
    if (before === undefined) return undefined;
    const facts = resets.map(({ number, stream, seq, ack, window, ipId, options, from }) => {
      const last = present(
        frames.findLast((frame) => frame.stream === stream && frame.from === from && frame.number < number),
        'a frame before the RST',
      );
      const acked = present(
        frames.find((frame) => frame.stream === stream && frame.from === from && frame.ack === ack),
        'the ACK of all data',
      );
      return (
        `Stream ${stream}: frame ${number} is the responder's RST+ACK, seq ${seq} = its snd_nxt, ack ${ack}, window ${window}, IP ID ${ipId} ` +
        `(the frame it sent before, ${last.number}, has ${last.ipId}), options ${options}. All that the originator sent was acknowledged by frame ${acked.number} already.`
      );
    });
    return {
      streams: [silent.stream, refused.stream],
      facts: [
        ...facts,
        `In stream ${refused.stream} the answer 413 is frame ${before.number}, ${((refused.seconds - before.seconds) * 1000).toFixed(2)} ms before the RST, ` +
          `whose seq is the end of that answer (${before.seq} + ${before.length}).`,
      ],
    };
  },
};
