import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { present } from '../frames/present.ts';
import type { Stage } from '../story.ts';

const rawReset = fileURLToPath(new URL('../network/raw-reset.pl', import.meta.url));

/** Sends RSTs in the name of one end to the other. */
export interface Injector {
  /** @param ahead bytes beyond what the receiver expects next */
  reset(to: 'originator' | 'responder', ahead: number, ttl?: number): void;
}

/** The responder takes its time for an answer; meanwhile a device on the path (the router) injects. Returns how it ended for the originator. */
export async function injectWhileWaiting(stage: Stage, inject: (injector: Injector) => void): Promise<string> {
  const { one, noise, responder, router } = stage;
  await stage.listen('answer-late', 8080);
  await stage.originate(noise, 'two-requests', responder.ip, '8080');
  await stage.originate(one, 'two-requests', responder.ip, '8080');
  const waiting = stage.originate(one, 'two-requests', responder.ip, '8080');
  await sleep(400);
  const request = present(
    stage.soFar().findLast(({ to, length }) => to.endsWith('.8080') && length > 0),
    'a request',
  );
  const [originator, server] = [request.from, request.to].map(endOf) as [string[], string[]];
  inject({
    reset: (to, ahead, ttl = 64) => {
      const ends = to === 'originator' ? [...server, ...originator] : [...originator, ...server];
      const due = to === 'originator' ? request.ack : request.seq + request.length;
      router.run('perl', rawReset, ...ends, String((due + ahead) >>> 0), String(ttl));
    },
  });
  const [outcome = 'nothing'] = await waiting;
  await sleep(600);
  await stage.originate(noise, 'two-requests', responder.ip, '8080');
  return outcome;
}

const endOf = (end: string): string[] => [end.slice(0, end.lastIndexOf('.')), end.slice(end.lastIndexOf('.') + 1)];
