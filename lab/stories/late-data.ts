import type { Story } from '../story.ts';

export const lateData: Story = {
  name: 'late-data',
  vantage: 'originator',
  cause: 'late-data',
  sentBy: 'responder',
  happened: `The responder closes a connection after two seconds without a request. The originator's kernel acknowledges the FIN, but
its program does not look: half a second later it sends the next request on it, and gets a RST.`,
  commands: [],
  play: async (network) => {
    const { one, noise, responder } = network;
    await network.listen('close-idle', 8081);
    await network.listen('keep-alive', 8080);
    await network.originate(noise, 'two-requests', responder.ip, '8080');
    await network.originate(one, 'two-requests', responder.ip, '8080');
    await network.originate(one, 'ask-again', responder.ip, '8081', '--pause', '2500');
    await network.originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const [reset, ...others] = frames.filter(({ flags }) => flags.includes('R'));
    if (reset === undefined || others.length > 0) return undefined;
    const own = frames.filter(({ stream }) => stream === reset.stream);
    const fin = own.find(({ flags, from }) => flags.includes('F') && from === reset.from);
    const seen = own.find(
      ({ ack, from, length }) => fin !== undefined && ack === fin.seq + 1 && from === reset.to && length === 0,
    );
    const data = own.findLast(({ length, from }) => length > 0 && from === reset.to);
    if (fin === undefined || seen === undefined || data === undefined || reset.seq !== fin.seq + 1) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${fin.number} is the responder's FIN, seq ${fin.seq}; frame ${seen.number} acknowledges it (ack ${seen.ack}).`,
        `Frame ${data.number} carries ${data.length} bytes all the same, ${((data.seconds - seen.seconds) * 1000).toFixed(0)} ms later, with the same ack.`,
        `Frame ${reset.number} answers it: RST without ACK, seq ${reset.seq} = the FIN's number + 1 = the data's ack, window ${reset.window}, IP ID ${reset.ipId}.`,
      ],
    };
  },
};
