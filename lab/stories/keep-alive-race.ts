import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from '../frames/frames.ts';
import { present } from '../frames/present.ts';
import type { Network } from '../network/network.ts';
import type { Found, Story } from '../story.ts';

export const raceHappened = `The responder closes a connection that was silent for two seconds. Its FIN is held up on the way (here the router drops
it, as long as it takes), and just then the originator uses the connection for its next request: it can't know. The responder's kernel answers
the request with a RST.`;
export const raceCommands = [
  "nft add rule inet filter forward iifname to-responder oifname to-one tcp flags '& fin == fin' drop    # router, for a moment",
];

export const keepAliveRace: Story = {
  name: 'keep-alive-race',
  vantage: 'responder',
  cause: 'keep-alive-race',
  // The FIN does not get that far.
  fromPackets: { originator: null, 'middle-to-originator': null },
  sentBy: 'responder',
  happened: raceHappened,
  commands: raceCommands,
  play: (network) => raceAt(network, network.responder.ip),
  find: findRace,
};

export async function raceAt({ one, noise, router, ...network }: Network, host: string): Promise<void> {
  await network.listen('close-idle', 8081);
  await network.listen('keep-alive', 8080);
  await network.originate(noise, 'two-requests', host, '8080', '--times', '2');
  const asking = network.originate(one, 'ask-again', host, '8081', '--pause', '2040');
  await sleep(1200);
  router.nft(`table inet filter {
    chain forward {
      type filter hook forward priority filter;
      iifname "to-responder" oifname "to-one" tcp flags & fin == fin drop
    }
  }`);
  await asking;
  router.run('nft', 'flush', 'ruleset');
  await network.originate(noise, 'two-requests', host, '8080');
  // The process lives on: it was not its end that closed the connection.
  await network.originate(noise, 'until-closed', host, '8081');
}

export function findRace(frames: readonly Frame[]): Found | undefined {
  const [reset, ...others] = frames.filter(({ flags }) => flags.includes('R'));
  if (reset === undefined || others.length > 0) return undefined;
  const own = frames.filter(({ stream }) => stream === reset.stream);
  const fin = own.find(({ flags, from }) => flags.includes('F') && from === reset.from);
  const request = own.findLast(({ length, from, number }) => length > 0 && from === reset.to && number < reset.number);
  if (fin === undefined || request === undefined || request.ack !== fin.seq || reset.seq !== fin.seq) return undefined;
  const response = present(
    own.find(({ length, from }) => length > 0 && from === reset.from),
    'the response',
  );
  return {
    streams: [reset.stream],
    facts: [
      `Frame ${fin.number} is the responder's FIN, seq ${fin.seq}, ${(fin.seconds - response.seconds).toFixed(3)} s after its response in frame ${response.number}.`,
      `Frame ${request.number} is the next request, ${((request.seconds - fin.seconds) * 1000).toFixed(1)} ms later; its ack ${request.ack} does not cover the FIN.`,
      `Frame ${reset.number} answers it: RST without ACK, seq ${reset.seq} = the FIN's number = the request's ack, window ${reset.window}.`,
    ],
  };
}
