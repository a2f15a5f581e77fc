import { nothingReset } from '../scenes/nothing-reset.ts';
import { useTwoEdges } from '../scenes/two-edges.ts';
import type { Story } from '../story.ts';
import { anycastEcmp, ecmpRoute } from './anycast-ecmp.ts';

export const anycastEcmpAddresses: Story = {
  ...anycastEcmp,
  name: 'anycast-ecmp-addresses',
  vantage: 'originator',
  happened: `As in anycast-ecmp, but the router's kernel chooses by a hash of the addresses alone (fib_multipath_hash_policy=0, the default): all ten connections of an
originator go to the same host.`,
  commands: anycastEcmp.commands.map((command) => command.replace('hash_policy=1', 'hash_policy=0')),
  play: (stage) => useTwoEdges(stage, () => ecmpRoute(stage, 0)),
  find: (frames) => {
    const synAcks = frames.filter(({ flags }) => flags === 'S.');
    const ttls = new Set(synAcks.map(({ ttl }) => ttl));
    if (synAcks.length !== 10 || ttls.size !== 1) return undefined;
    return nothingReset(frames, ['All ten connections are accepted, and go well.']);
  },
};
