import { sentMostOften, since } from '../frames/of-stream.ts';
import { midstreamCommand, stopMidstream } from '../scenes/rule-midstream.ts';
import type { Story } from '../story.ts';

const rule = 'ip saddr 10.83.1.2 tcp dport 8080 drop';

export const firewallDropMidstream: Story = {
  name: 'firewall-drop-midstream',
  vantage: 'originator',
  cause: 'firewall-drop',
  fromPackets: { 'middle-to-responder': null, responder: null },
  sentBy: 'unknown',
  happened: `While a connection is kept alive, the router gets a rule that drops its packets. The next request is sent again and again, and nothing comes back;
neither does anything for a new SYN. Port 8081 of the same host goes well.`,
  commands: [midstreamCommand(rule)],
  play: (stage) =>
    stopMidstream(stage, rule, () => {
      stage.originate(stage.one, 'two-requests', stage.responder.ip, '8080').catch(() => {});
    }),
  find: (frames) => {
    const syns = frames.filter(({ flags, to }) => flags === 'S' && to.endsWith('.8080'));
    const [first, syn] = syns;
    const tries = sentMostOften(frames.filter(({ stream, flags }) => stream === first?.stream && flags !== 'S'));
    if (first === undefined || syn === undefined || tries.length < 4) return undefined;
    return {
      streams: [first.stream, syn.stream],
      facts: [
        `Frames ${tries.map(({ number }) => number).join(', ')} are one request, sent after ${since(tries)} s; nothing answers.`,
        `Frame ${syn.number} is a SYN that nothing answers.`,
      ],
    };
  },
};
