import { setTimeout as sleep } from 'node:timers/promises';
import { present } from '../frames/present.ts';
import type { Story } from '../story.ts';

export const keepaliveDead: Story = {
  name: 'keepalive-dead-ipv6',
  vantage: 'responder',
  cause: 'keepalive-dead',
  sentBy: 'responder',
  happened: `The way to an originator is cut without a word. The responder's keep-alive probes, one each second, are not answered; after ten
of them its kernel gives the connection up and sends a RST that nobody gets. Over IPv6.`,
  commands: ['nft add rule inet filter forward oifname to-one drop    # router'],
  play: async (network) => {
    const { one, noise, responder, router } = network;
    await network.listen('probe-idle', 8081);
    await network.listen('keep-alive', 8080);
    await network.originate(noise, 'two-requests', responder.ip6, '8080');
    const cut = network.originate(one, 'ask-and-wait', responder.ip6, '8081', '--pause', '60000');
    await sleep(2700);
    router.nft(`table inet filter {
      chain forward {
        type filter hook forward priority filter;
        oifname "to-one" drop
        iifname "to-one" drop
      }
    }`);
    await sleep(11_000);
    await network.originate(noise, 'two-requests', responder.ip6, '8080');
    void cut.catch(() => {}); // it is killed with its namespace, while the way is still cut
  },
  find: (frames) => {
    const reset = frames.find(({ flags }) => flags.includes('R'));
    if (reset === undefined) return undefined;
    const own = frames.filter(({ stream, number }) => stream === reset.stream && number < reset.number);
    const answer = present(
      own.findLast(({ from }) => from === reset.to),
      'a segment of the originator',
    );
    const probes = own.filter(({ number, from }) => number > answer.number && from === reset.from);
    return {
      streams: [reset.stream],
      facts: [
        `Frame ${answer.number} is the last that the originator sent. Frames ${probes.map(({ number }) => number).join(', ')} are probes, seq ${probes[0]?.seq ?? '(none)'}, none answered.`,
        `Frame ${reset.number}, ${(reset.seconds - answer.seconds).toFixed(1)} s after the last answer, is RST+ACK, window ${reset.window}, options ${reset.options}.`,
      ],
    };
  },
};
