import { nothingReset } from '../scenes/nothing-reset.ts';
import { commandsWith, findReuse, portComesRound } from '../scenes/port-comes-round.ts';
import type { Story } from '../story.ts';

export const timeWaitReuseNewerTimestamp: Story = {
  name: 'time-wait-reuse-newer-timestamp',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  controlOf: 'time-wait-reuse',
  two: 'second-originator',
  happened: `The other control for time-wait-reuse: the new sequence number lies below what the old connection had reached, as there, but both originators
send timestamps of one clock. The new SYN's is newer than what the responder saw last, so it is accepted.`,
  commands: commandsWith(2),
  play: (stage) => portComesRound(stage, 2),
  find: (frames) => {
    const { answer, distance, facts } = findReuse(frames);
    if (answer.flags !== 'S.' || distance >= 0) return undefined;
    return nothingReset(frames, [...facts, `Frame ${answer.number} is the SYN-ACK.`]);
  },
};
