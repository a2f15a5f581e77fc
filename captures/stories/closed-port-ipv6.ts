import type { Story } from '../story.ts';
import { findRefused, refuseBesideHealthy, refusedHappened } from './refused-beside-healthy.ts';

export const closedPortIpv6: Story = {
  name: 'closed-port-ipv6',
  file: 'closed-port-ipv6.pcapng',
  vantage: 'responder',
  cause: 'closed-port',
  sentBy: 'responder',
  capture: ['-i', 'wire', '--time-stamp-precision=nano', 'tcp'],
  happened: refusedHappened('IPv6'),
  commands: [],
  play: (network) => refuseBesideHealthy(network, network.responder.ip6),
  find: findRefused,
};
