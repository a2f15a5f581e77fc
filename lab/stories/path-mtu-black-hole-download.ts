import { sentMostOften, since } from '../frames/of-stream.ts';
import { downloadNarrowly, dropFragNeeded, filteredCommand, narrowCommands } from '../scenes/narrow-download.ts';
import type { Story } from '../story.ts';

export const pathMtuBlackHoleDownload: Story = {
  name: 'path-mtu-black-hole-download',
  vantage: 'responder',
  cause: 'path-mtu-black-hole',
  sentBy: 'unknown',
  happened: `The link from the router to the originator takes 1300 bytes, and the router's "fragmentation needed" is filtered. A request gets through; its
answer of 20,000 bytes does not.`,
  commands: [...narrowCommands, filteredCommand],
  play: (stage) => downloadNarrowly(stage, dropFragNeeded),
  find: (frames) => {
    const tries = sentMostOften(frames);
    const [first] = tries;
    if (first === undefined || tries.length < 4 || !first.from.endsWith('.8081')) return undefined;
    return {
      streams: [first.stream],
      facts: [
        `Frames ${tries.map(({ number }) => number).join(', ')} are one segment of ${first.length} bytes, sent after ${since(tries)} s and never acknowledged.`,
      ],
    };
  },
};
