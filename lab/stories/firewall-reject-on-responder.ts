import { findRefused, refuseBesideHealthy } from '../scenes/refused-beside-healthy.ts';
import type { Story } from '../story.ts';

const rule = 'tcp dport 8099 reject with tcp reset';

export const firewallRejectOnResponder: Story = {
  name: 'firewall-reject-on-responder',
  vantage: 'originator',
  cause: 'firewall-reject',
  // The same packets in every field.
  fromPackets: 'closed-port',
  sentBy: 'responder',
  happened: `The responder's own rules reject connections to port 8099 with a RST: it looks like a port where nobody listens, but its kernel gives no reason for
the RSTs. Beside them other connections to port 8080 go well.`,
  commands: [`nft add rule inet filter input ${rule}    # responder`],
  play: async (stage) => {
    const { responder } = stage;
    responder.namespace.nft(`table inet filter { chain input { type filter hook input priority 0; ${rule}; }; }`);
    await stage.listen('keep-alive', 8099);
    await refuseBesideHealthy(stage, responder.ip);
  },
  find: findRefused,
};
