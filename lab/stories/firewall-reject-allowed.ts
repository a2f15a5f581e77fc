import { findLetThrough, letThrough, letThroughCommands } from '../scenes/let-through.ts';
import type { Story } from '../story.ts';

const rules = ['ip saddr 10.83.1.2 tcp dport 8099 accept', 'tcp dport 8099 reject with tcp reset'];

export const firewallRejectAllowed: Story = {
  name: 'firewall-reject-allowed',
  vantage: 'originator',
  cause: null,
  sentBy: null,
  cureOf: { story: 'firewall-reject-syn', remedy: "a rule before it lets the originator's connections through" },
  happened: `The router rejects connections to port 8099, as in firewall-reject-syn, but a rule before it accepts those of the originator: they are made.`,
  commands: letThroughCommands(rules),
  play: (stage) => letThrough(stage, rules),
  find: findLetThrough,
};
