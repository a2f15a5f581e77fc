import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { request, response } from '../actors/exchange.ts';
import type { Frame } from '../frames/frames.ts';
import { present } from '../frames/present.ts';
import type { Story } from '../story.ts';

const rawReset = fileURLToPath(new URL('../network/raw-reset.pl', import.meta.url));
const past = { inside: 1000, outside: 1_000_000_000 };

export const ignoredRst: Story = {
  name: 'ignored-rst',
  vantage: 'originator',
  needs: ['perl'],
  cause: 'harmless',
  sentBy: 'middlebox',
  happened: `While a kept-alive connection is idle, a device on the path (here: the router) sends the originator two RSTs in the
responder's name. One has a sequence number inside the receive window, but not the next one: the kernel answers with a
challenge ACK (RFC 5961, section 3.2) and keeps the connection. The other is outside the window and is ignored. The
connection goes on and ends in the ordinary way: none of these RSTs was a reset.`,
  commands: [
    `perl network/raw-reset.pl 10.83.9.2 8080 10.83.1.2 PORT RCV_NXT+${past.inside}    # router`,
    `perl network/raw-reset.pl 10.83.9.2 8080 10.83.1.2 PORT RCV_NXT+${past.outside}    # router`,
  ],
  play: async (network) => {
    const { one, noise, responder, router } = network;
    await network.listen('keep-alive', 8080);
    await network.originate(one, 'two-requests', responder.ip, '8080');
    const paused = network.originate(one, 'pause-between', responder.ip, '8080');
    await sleep(1000);
    const { from, to, seq, length } = present(network.soFar().findLast(isResponse), 'a response');
    const ends = [from, to].flatMap((end) => [end.slice(0, end.lastIndexOf('.')), end.slice(end.lastIndexOf('.') + 1)]);
    for (const ahead of [past.inside, past.outside]) {
      router.run('perl', rawReset, ...ends, String((seq + length + ahead) >>> 0));
      await sleep(200);
    }
    const outcome = await paused;
    if (outcome[0] !== `${4 * response.length} received`) throw new Error(`the connection did not survive: ${outcome}`);
    await network.originate(noise, 'two-requests', responder.ip, '8080');
    await network.originate(one, 'two-requests', responder.ip, '8080');
  },
  find: (frames) => {
    const [inside, outside] = frames.filter(({ flags }) => flags === 'R');
    if (inside === undefined || outside === undefined) return undefined;
    const stream = frames.filter((frame) => frame.stream === inside.stream);
    const last = present(
      stream.findLast((frame) => isResponse(frame) && frame.number < inside.number),
      'a response before the RST',
    );
    const rcvNxt = (last.seq + last.length) >>> 0;
    const challenge = present(
      stream.find(({ number, from }) => number > inside.number && from === inside.to),
      'a challenge ACK',
    );
    const after = stream.filter(({ number, length }) => number > outside.number && length > 0);
    const fins = stream.filter(({ flags }) => flags.includes('F'));
    if (challenge.flags !== '.' || challenge.ack !== rcvNxt || after.length !== 4 || fins.length !== 2)
      return undefined;
    return {
      streams: [inside.stream],
      facts: [
        `The originator has everything up to frame ${last.number}: its rcv_nxt is ${rcvNxt}, its window ${challenge.window} (before scaling).`,
        `Frame ${inside.number} is a RST with seq ${inside.seq} = rcv_nxt + ${(inside.seq - rcvNxt) >>> 0}, TTL ${inside.ttl} where the responder's frames have ${last.ttl}, IP ID ${inside.ipId}.`,
        `Frame ${challenge.number} answers it after ${((challenge.seconds - inside.seconds) * 1000).toFixed(2)} ms: a challenge ACK, seq ${challenge.seq} ` +
          `(the originator's snd_nxt), ack ${challenge.ack} (its rcv_nxt).`,
        `Frame ${outside.number} is a RST with seq ${outside.seq} = rcv_nxt + ${(outside.seq - rcvNxt) >>> 0}, outside the window; nothing answers it.`,
        `The connection goes on with requests of ${request.length} and responses of ${response.length} bytes in frames ${after.map(({ number }) => number).join(', ')} and ends by FINs ` +
          `in frames ${fins.map(({ number }) => number).join(' and ')}.`,
      ],
    };
  },
};

const isResponse = ({ from, length }: Frame): boolean => from.endsWith('.8080') && length > 0;
