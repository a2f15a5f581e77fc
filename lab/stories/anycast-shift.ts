import { setTimeout as sleep } from 'node:timers/promises';
import { aroundFirstReset } from '../frames/of-stream.ts';
import type { Story } from '../story.ts';

export const anycastShift: Story = {
  name: 'anycast-shift',
  vantage: 'originator',
  cause: 'anycast-shift',
  // To the second host it is a connection that it never knew.
  fromPackets: { 'other-edge': null },
  sentBy: 'other-edge',
  two: 'other-edge',
  happened: `Two hosts have the responder's address, the second one router farther away (its first TTL is one less). While a connection is kept alive, the way
to the address changes to the second host, which does not know the connection and resets it; a new connection works there.`,
  commands: [
    'ip address add 10.83.9.2/32 dev lo; sysctl net.ipv4.ip_default_ttl=63    # two',
    'ip route replace 10.83.9.2/32 via 10.83.2.2    # router, after the second request',
  ],
  play: async (network) => {
    const { one, two, responder, router } = network;
    two.namespace.run('ip', 'address', 'add', `${responder.ip}/32`, 'dev', 'lo');
    two.namespace.sysctl({ 'net.ipv4.ip_default_ttl': 63 });
    await network.listen('keep-alive', 8080);
    await network.listenAt(two, 'keep-alive', 8080);
    await network.originate(network.noise, 'two-requests', responder.ip, '8080');
    await network.originate(one, 'two-requests', responder.ip, '8080');
    const paused = network.originate(one, 'pause-between', responder.ip, '8080');
    await sleep(1000);
    router.run('ip', 'route', 'replace', `${responder.ip}/32`, 'via', two.ip);
    const [outcome] = await paused;
    if (outcome !== 'ECONNRESET') throw new Error(`not reset: ${outcome}`);
    await network.originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8080);
    if (around === undefined) return undefined;
    const { reset, answered, own } = around;
    const synAck = frames.find(({ number, flags }) => number > reset.number && flags === 'S.');
    if (synAck === undefined || reset.seq !== answered.ack) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${reset.number} is a RST, seq ${reset.seq} = the ack of the request in frame ${answered.number}, TTL ${reset.ttl}; frame ${own.number} of the same address has TTL ${own.ttl}.`,
        `The SYN-ACK of the next connection (frame ${synAck.number}) has TTL ${synAck.ttl}, as the RST.`,
      ],
    };
  },
};
