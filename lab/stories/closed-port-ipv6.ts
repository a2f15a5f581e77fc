import { findRefused, refuseBesideHealthy, refusedHappened } from '../scenes/refused-beside-healthy.ts';
import type { Story } from '../story.ts';

export const closedPortIpv6: Story = {
  name: 'closed-port-ipv6',
  format: 'pcapng',
  vantage: 'responder',
  cause: 'closed-port',
  sentBy: 'responder',
  capture: ['--time-stamp-precision=nano', 'tcp'],
  happened: refusedHappened('IPv6'),
  commands: [],
  play: (network) => refuseBesideHealthy(network, network.responder.ip6),
  find: findRefused,
};
