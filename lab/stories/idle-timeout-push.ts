import { setTimeout as sleep } from 'node:timers/promises';
import { aroundFirstReset, secondsText } from '../frames/of-stream.ts';
import type { Story } from '../story.ts';
import { forgetsAfter } from './idle-timeout-rst.ts';

/** A gateway that forgets early, and picks nothing up in the middle. */
export const masquerade = 'oifname "to-responder" masquerade';
export const forgetful = {
  'net.netfilter.nf_conntrack_tcp_timeout_established': forgetsAfter,
  'net.netfilter.nf_conntrack_tcp_loose': 0,
};

export const idleTimeoutPush: Story = {
  name: 'idle-timeout-push',
  vantage: 'responder',
  cause: 'idle-timeout',
  fromPackets: { originator: null, 'middle-to-originator': null },
  sentBy: 'middlebox',
  happened: `Originators share the router's address, and the router forgets a connection that was silent for ${forgetsAfter} s. After 9 s it is the responder that has
something to say: its packet is for the router itself now, which resets it. The originator waits in vain.`,
  commands: [
    `nft add rule ip nat postrouting ${masquerade}    # router`,
    ...Object.entries(forgetful).map(([name, value]) => `sysctl ${name}=${value}    # router`),
  ],
  play: async (stage) => {
    const { one, noise, responder, router } = stage;
    router.nft(`table ip nat { chain postrouting { type nat hook postrouting priority srcnat; ${masquerade}; }; }`);
    router.sysctl(forgetful);
    await stage.listen('keep-alive', 8080);
    await stage.listen('push-late', 8081);
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
    // It would wait for longer: it ends with its namespace.
    stage.originate(one, 'ask-and-wait', responder.ip, '8081', '--pause', '60000').catch(() => {});
    await sleep(10_000);
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const around = aroundFirstReset(frames, 8081);
    if (around === undefined) return undefined;
    const { reset, answered, own, stream } = around;
    const previous = stream.findLast(({ number }) => number < answered.number);
    if (previous === undefined || !answered.from.endsWith('.8081') || reset.seq !== answered.ack) return undefined;
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${answered.number} is the responder's, after a silence of ${secondsText(answered.seconds - previous.seconds)}.`,
        `Frame ${reset.number} answers it: a RST, seq ${reset.seq} = its ack, TTL ${reset.ttl}; frame ${own.number} of the same address has TTL ${own.ttl}.`,
      ],
    };
  },
};
