import type { Story } from '../story.ts';
import { findRefused, refuseBesideHealthy, refusedHappened } from './refused-beside-healthy.ts';

export const closedPort: Story = {
  name: 'closed-port',
  file: 'closed-port.pcap',
  vantage: 'originator',
  cause: 'closed-port',
  sentBy: 'responder',
  // ARP too: people's captures also hold frames that are not TCP.
  capture: ['-i', 'wire', 'tcp or arp'],
  happened: refusedHappened('IPv4'),
  commands: [],
  play: (network) => refuseBesideHealthy(network, network.responder.ip),
  find: findRefused,
};
