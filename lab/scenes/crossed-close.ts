import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from '../frames/frames.ts';
import { holdUp } from '../network/hold-up.ts';
import type { Found, Stage } from '../story.ts';

export const idleSeconds = 2;
export const holdCommands: readonly string[] = [
  'nft add rule arp filter input iifname to-one drop    # router, for a moment: what it sends to the originator waits',
  'ip neigh flush dev to-one',
];
/** No server takes longer to close, and no originator to ask again. */
const longestMs = 3000;

/** Holds up what goes to the originator until its next request was reset: its FIN, and the RST, come after the request has left. */
export async function holdUntilReset({ router, soFar }: Stage): Promise<void> {
  await sleep(1200);
  const release = holdUp(router, 'to-one');
  for (let waitedMs = 0; waitedMs < longestMs; waitedMs += 50) {
    await sleep(50);
    if (soFar().some(({ flags }) => flags.includes('R'))) break;
  }
  release();
}

/**
 * A real server on port 8081 closes a connection that was idle for two seconds; its FIN is held up on the way, and the next request passes it. The server
 * has to be there. @param to where the requests are made, if not at the server itself
 */
export async function crossClose(stage: Stage, to = [stage.responder.ip, '8081']): Promise<void> {
  const { one, noise, responder } = stage;
  await stage.listen('keep-alive', 8080);
  await stage.originate(noise, 'two-requests', responder.ip, '8080');
  const asking = stage.originate(one, 'ask-twice', ...to, '--pause', `${idleSeconds * 1000 + 70}`);
  await holdUntilReset(stage);
  await asking;
  await stage.originate(noise, 'two-requests', responder.ip, '8080');
}

export function findCrossedClose(frames: readonly Frame[]): Found | undefined {
  const [reset, ...others] = frames.filter(({ flags }) => flags.includes('R'));
  if (reset === undefined || others.length > 0 || !reset.from.endsWith('.8081')) return undefined;
  const own = frames.filter(({ stream }) => stream === reset.stream);
  const fin = own.find(({ flags, from }) => flags.includes('F') && from === reset.from);
  const request = own.findLast(({ length, from, number }) => length > 0 && from === reset.to && number < reset.number);
  const answer = own.find(({ length, from }) => length > 0 && from === reset.from);
  if (fin === undefined || request === undefined || answer === undefined || request.ack !== fin.seq) return undefined;
  return {
    streams: [reset.stream],
    facts: [
      `Frame ${fin.number} is the server's FIN, seq ${fin.seq}, ${(fin.seconds - answer.seconds).toFixed(3)} s after its answer in frame ${answer.number}.`,
      `Frame ${request.number} is the next request, ${((request.seconds - fin.seconds) * 1000).toFixed(1)} ms later; its ack ${request.ack} does not cover the FIN.`,
      `Frame ${reset.number} answers it: RST, flags ${reset.flags}, seq ${reset.seq}.`,
    ],
  };
}
