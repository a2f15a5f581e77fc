import { downloadNarrowly, narrowCommands } from '../scenes/narrow-download.ts';
import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

export const pathMtuIcmp: Story = {
  name: 'path-mtu-icmp',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  controlOf: 'path-mtu-black-hole-download',
  happened: `As in path-mtu-black-hole-download, but the router's "fragmentation needed" is let through: the responder sends smaller segments, and the download
is whole in a moment.`,
  commands: narrowCommands,
  play: (stage) => downloadNarrowly(stage),
  find: (frames) => {
    const sent = frames.filter(({ from, length }) => from.endsWith('.8081') && length > 0);
    const [large] = sent;
    const small = sent.find(({ seq, length }) => seq === large?.seq && length < large.length);
    const whole = frames.find(({ to, ack }) => large !== undefined && to === large.from && ack === large.seq + 20_000);
    if (large === undefined || small === undefined || whole === undefined) return undefined;
    return nothingReset(frames, [
      `Frame ${large.number} of ${large.length} bytes is sent again in frame ${small.number} with ${small.length}; frame ${whole.number} acknowledges all 20,000 bytes.`,
    ]);
  },
};
