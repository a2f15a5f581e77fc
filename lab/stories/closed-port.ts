import { findRefused, refuseBesideHealthy, refusedHappened } from '../scenes/refused-beside-healthy.ts';
import type { Story } from '../story.ts';

export const closedPort: Story = {
  name: 'closed-port',
  vantage: 'originator',
  cause: 'closed-port',
  sentBy: 'responder',
  // ARP too: people's captures also hold frames that are not TCP.
  capture: ['tcp or arp'],
  happened: refusedHappened('IPv4'),
  commands: [],
  play: (network) => refuseBesideHealthy(network, network.responder.ip),
  find: findRefused,
};
