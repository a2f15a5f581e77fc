import { nothingReset } from '../scenes/nothing-reset.ts';
import { portComesRound, portComesRoundCommands } from '../scenes/port-comes-round.ts';
import type { Story } from '../story.ts';

export const timeWaitReuseOriginatorCloses: Story = {
  name: 'time-wait-reuse-originator-closes',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  two: 'second-originator',
  cureOf: { story: 'time-wait-reuse', remedy: 'the originator closes first' },
  happened: `As in time-wait-reuse, but it is the first originator that closes first, and so keeps TIME_WAIT: to the responder the second connection on the same 4-tuple is
one like any other, wherever its sequence number lies.`,
  commands: portComesRoundCommands,
  play: (stage) => portComesRound(stage, 0, { responder: 'keep-alive', originator: 'two-requests' }),
  find: (frames) => {
    const syns = frames.filter(({ flags, from }) => flags === 'S' && from === '10.83.9.1.40000');
    const [first, second, ...others] = syns;
    if (first === undefined || second === undefined || others.length > 0) return undefined;
    const distance = (second.seq - first.seq) | 0;
    const accepted = frames.find(({ flags, stream }) => flags === 'S.' && stream === second.stream);
    if (distance >= 0 || accepted === undefined) return undefined;
    return nothingReset(frames, [
      `Frames ${first.number} and ${second.number} are SYNs on the same 4-tuple, the second ${-distance} below the first; frame ${accepted.number} accepts it.`,
    ]);
  },
};
