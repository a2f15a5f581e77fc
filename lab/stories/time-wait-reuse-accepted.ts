import { findReuse, portComesRound, portComesRoundCommands } from '../scenes/port-comes-round.ts';
import type { Story } from '../story.ts';

export const timeWaitReuseAccepted: Story = {
  name: 'time-wait-reuse-accepted',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  controlOf: 'time-wait-reuse',
  two: 'second-originator',
  happened: `The control for time-wait-reuse: everything is the same, but this time the new sequence number lies above what the
old connection had reached, so the responder lets the new connection take the place of the one in TIME_WAIT. Nothing is
wrong here.`,
  commands: portComesRoundCommands,
  play: portComesRound,
  find: (frames) => {
    const reuse = findReuse(frames);
    const { answer, sndNxt, distance } = reuse;
    if (answer.flags !== 'S.' || distance < 0) return undefined;
    const step = (answer.seq - sndNxt) >>> 0;
    if (step !== 65537) throw new Error(`SYN-ACK.seq - old snd_nxt is ${step}, expected 65537`);
    return {
      streams: [],
      facts: [
        ...reuse.facts,
        `Frame ${answer.number} is the SYN-ACK: seq ${answer.seq} - old snd_nxt ${sndNxt} = ${step}. A TIME_WAIT socket chose it: ` +
          'Linux continues 65535 + 2 after the old connection.',
        'No RST anywhere.',
      ],
    };
  },
};
