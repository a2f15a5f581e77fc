import { nothingReset } from '../scenes/nothing-reset.ts';
import { portComesRound, portComesRoundCommands } from '../scenes/port-comes-round.ts';
import type { Story } from '../story.ts';

/** The NAT's second one. */
const address = '10.83.9.3';

export const timeWaitReuseOtherAddress: Story = {
  name: 'time-wait-reuse-other-address',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  two: 'second-originator',
  cureOf: { story: 'time-wait-reuse', remedy: 'the NAT has a second address' },
  happened: `As in time-wait-reuse, the NAT's port comes round while the responder keeps TIME_WAIT for it; but it comes round with the NAT's second address, of which the responder
remembers nothing. The SYN is accepted, wherever its sequence number lies.`,
  commands: [
    `ip address add ${address}/32 dev to-responder    # router`,
    ...portComesRoundCommands.map((command) =>
      command.replace(
        /ip saddr.*/,
        `ip saddr 10.83.2.2 tcp dport 8080 snat to ${address}:40000    # router; the first originator's to 10.83.9.1:40000`,
      ),
    ),
  ],
  play: async (stage) => {
    stage.router.run('ip', 'address', 'add', `${address}/32`, 'dev', 'to-responder');
    await portComesRound(stage, 0, undefined, address);
  },
  find: (frames) => {
    const syns = frames.filter(({ flags, from }) => flags === 'S' && from.endsWith('.40000'));
    const [first, second, ...others] = syns;
    if (first === undefined || second === undefined || others.length > 0) return undefined;
    const distance = (second.seq - first.seq) | 0;
    const accepted = frames.find(({ flags, stream }) => flags === 'S.' && stream === second.stream);
    if (distance >= 0 || accepted === undefined || first.from === second.from) return undefined;
    return nothingReset(frames, [
      `Frames ${first.number} and ${second.number} are SYNs from port 40000 of two addresses, the second ${-distance} below the first; frame ${accepted.number} accepts it.`,
    ]);
  },
};
