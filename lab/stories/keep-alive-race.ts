import type { Frame } from '../frames/frames.ts';
import { present } from '../frames/present.ts';
import { holdCommands, holdUntilReset } from '../scenes/crossed-close.ts';
import type { Found, Stage, Story } from '../story.ts';

export const raceHappened = `The responder closes a connection that was silent for two seconds. Its FIN is held up on the way, and just then the originator uses the connection for its next request: it can't know. The responder's kernel answers
the request with a RST.`;
export const raceCommands = holdCommands;

export const keepAliveRace: Story = {
  name: 'keep-alive-race',
  vantage: 'responder',
  cause: 'keep-alive-race',
  sentBy: 'responder',
  happened: raceHappened,
  commands: raceCommands,
  play: (stage) => raceAt(stage, stage.responder.ip),
  find: findRace,
};

export async function raceAt(stage: Stage, host: string): Promise<void> {
  const { one, noise, ...network } = stage;
  await network.listen('close-idle', 8081);
  await network.listen('keep-alive', 8080);
  await network.originate(noise, 'two-requests', host, '8080', '--times', '2');
  const asking = network.originate(one, 'ask-again', host, '8081', '--pause', '2040');
  await holdUntilReset(stage);
  await asking;
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
