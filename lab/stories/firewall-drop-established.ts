import { findPassed, midstreamCommand, passMidstream } from '../scenes/rule-midstream.ts';
import type { Story } from '../story.ts';

const rules = ['ct state established,related accept', 'ip saddr 10.83.1.2 tcp dport 8080 drop'];

export const firewallDropEstablished: Story = {
  name: 'firewall-drop-established',
  vantage: 'originator',
  cause: null,
  sentBy: null,
  cureOf: { story: 'firewall-drop-midstream', remedy: 'connections that are open go on when rules are loaded' },
  happened: `While a connection is kept alive, the router gets the rule of firewall-drop-midstream, behind one that accepts what belongs to an open connection: this one goes on as if
nothing had been.`,
  commands: rules.map(midstreamCommand),
  play: (stage) => passMidstream(stage, rules),
  find: findPassed,
};
