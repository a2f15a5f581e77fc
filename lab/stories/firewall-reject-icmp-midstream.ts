import { sentMostOften, since } from '../frames/of-stream.ts';
import { midstreamCommand, stopMidstream } from '../scenes/rule-midstream.ts';
import type { Story } from '../story.ts';

const rule = 'ip saddr 10.83.1.2 tcp dport 8080 reject with icmpx admin-prohibited';

export const firewallRejectIcmpMidstream: Story = {
  name: 'firewall-reject-icmp-midstream',
  vantage: 'originator',
  cause: 'firewall-reject',
  // The errors go to the originator only: here it falls silent.
  fromPackets: { 'middle-to-responder': null, responder: null },
  sentBy: 'firewall',
  router: 'firewall',
  capture: ['tcp or icmp'],
  happened: `While a connection is kept alive, the router gets a rule that rejects its packets by the ICMP error "administratively prohibited". The next request is sent again
and again, and each time it gets that error: an open connection does not end by it (RFC 1122 section 4.2.3.9 calls it soft).`,
  commands: [midstreamCommand(rule)],
  play: (stage) => stopMidstream(stage, rule),
  find: (frames) => {
    const tries = sentMostOften(frames.filter(({ to }) => to.endsWith('.8080')));
    const [first] = tries;
    if (first === undefined || first.length === 0 || tries.length < 4) return undefined;
    return {
      streams: [first.stream],
      facts: [
        `Frames ${tries.map(({ number }) => number).join(', ')} are one request, sent after ${since(tries)} s; an ICMP error follows each.`,
      ],
    };
  },
};
