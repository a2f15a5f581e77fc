import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from '../frames/frames.ts';
import type { Found, Stage } from '../story.ts';

export const idleSeconds = 2;
export const holdCommand =
  "nft add rule inet filter forward iifname to-responder oifname to-one tcp flags '& fin == fin' drop    # router, for a moment";

const hold = `table inet filter {
  chain forward {
    type filter hook forward priority filter;
    iifname "to-responder" oifname "to-one" tcp flags & fin == fin drop
  }
}`;

/**
 * A real server on port 8081 closes a connection that was idle for two seconds; its FIN is held up on the way, and the next request passes it. The server
 * has to be there. @param to where the requests are made, if not at the server itself
 */
export async function crossClose(stage: Stage, to = [stage.responder.ip, '8081']): Promise<void> {
  const { one, noise, responder, router } = stage;
  await stage.listen('keep-alive', 8080);
  await stage.originate(noise, 'two-requests', responder.ip, '8080');
  const asking = stage.originate(one, 'ask-twice', ...to, '--pause', `${idleSeconds * 1000 + 70}`);
  await sleep(1200);
  router.nft(hold);
  await asking;
  router.run('nft', 'flush', 'ruleset');
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
