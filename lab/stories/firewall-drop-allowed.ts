import { findLetThrough, letThrough, letThroughCommands } from '../scenes/let-through.ts';
import type { Story } from '../story.ts';

const rules = ['ip saddr 10.83.1.2 tcp dport 8099 accept', 'tcp dport 8099 drop'];

export const firewallDropAllowed: Story = {
  name: 'firewall-drop-allowed',
  vantage: 'originator',
  cause: null,
  sentBy: null,
  cureOf: { story: 'firewall-drop-ipv6', remedy: "a rule before it lets the originator's connections through" },
  happened: `The router drops connections to port 8099, as in firewall-drop-ipv6, but a rule before it accepts those of the originator: they are made at once.`,
  commands: letThroughCommands(rules),
  play: (stage) => letThrough(stage, rules),
  find: findLetThrough,
};
