import type { Story } from '../story.ts';
import { findRace, raceAt, raceCommands, raceHappened } from './keep-alive-race.ts';

export const keepAliveRaceIpv6: Story = {
  name: 'keep-alive-race-ipv6',
  vantage: 'middle-to-responder',
  cause: 'keep-alive-race',
  // The FIN does not get that far.
  fromPackets: { originator: null, 'middle-to-originator': null },
  sentBy: 'responder',
  happened: `${raceHappened} Over IPv6, seen in the middle.`,
  commands: raceCommands,
  play: (network) => raceAt(network, network.responder.ip6),
  find: findRace,
};
