import { firstSynsTo } from '../frames/first-syns.ts';
import type { Story } from '../story.ts';
import { everyMs, requests, snapLength } from './connection-churn.ts';
import { firstCloser } from './connection-churn-originator.ts';

/** As many ports as connections come about; then some attempts more. */
const range = `40000 ${40_000 + requests - 1}`;
const inVain = 10;

export const connectionChurnPortsExhausted: Story = {
  name: 'connection-churn-ports-exhausted',
  vantage: 'originator',
  cause: 'connection-churn',
  sentBy: 'originator',
  capture: [...snapLength, 'tcp'],
  happened: `As in connection-churn-originator, but the originator has ${requests} ports for its connections and no more, and each waits in TIME_WAIT behind the last. The
next ${inVain} attempts find none: EADDRNOTAVAIL, and not a single packet.`,
  commands: [`sysctl net.ipv4.ip_local_port_range="${range}"    # originator`],
  play: async (stage) => {
    const { one, noise, responder, originate, listen } = stage;
    one.namespace.sysctl({ 'net.ipv4.ip_local_port_range': range });
    await listen('keep-alive', 8081);
    await listen('keep-alive', 8080);
    await originate(noise, 'two-requests', responder.ip, '8080');
    const healthy = originate(noise, 'one-after-another', responder.ip, '8080', '--requests', '4', '--pause', '600');
    const times = ['--times', `${requests + inVain}`, '--every', `${everyMs}`];
    const outcomes = await originate(one, 'one-after-another', responder.ip, '8081', ...times);
    const failed = outcomes.filter((outcome) => outcome === 'EADDRNOTAVAIL').length;
    if (failed !== inVain) throw new Error(`${failed} attempts without a port, not ${inVain}`);
    await healthy;
  },
  find: (frames) => {
    const syns = firstSynsTo(frames, 8081);
    const closedFirst = syns.filter((syn) => firstCloser(frames, syn) === syn.from);
    if (syns.length !== requests || closedFirst.length !== requests) return undefined;
    const ports = syns.map(({ from }) => Number(from.slice(from.lastIndexOf('.') + 1)));
    return {
      streams: [],
      facts: [
        `${syns.length} SYNs to port 8081 come from ${new Set(ports).size} ports, ${Math.min(...ports)} to ${Math.max(...ports)}; the originator closes first. Of the ${inVain} attempts more nothing is seen.`,
      ],
    };
  },
};
