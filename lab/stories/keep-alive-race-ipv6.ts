import type { Story } from '../story.ts';
import { findRace, raceAt, raceCommands, raceHappened } from './keep-alive-race.ts';

export const keepAliveRaceIpv6: Story = {
  name: 'keep-alive-race-ipv6',
  vantage: 'middle-to-responder',
  cause: 'keep-alive-race',
  sentBy: 'responder',
  happened: `${raceHappened} Over IPv6, seen in the middle.`,
  commands: raceCommands,
  play: (stage) => raceAt(stage, stage.responder.ip6),
  find: findRace,
};
