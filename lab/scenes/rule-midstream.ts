import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from '../frames/frames.ts';
import type { Found, Stage } from '../story.ts';
import { nothingReset } from './nothing-reset.ts';

export const midstreamCommand = (rule: string): string =>
  `nft add rule inet filter forward ${rule}    # router, after the second request`;

/**
 * While a connection to port 8080 is kept alive, the router gets a rule by which nothing of it passes any more: it would wait for minutes, and ends with its namespace. Port 8081 of the same
 * host goes well. @param meanwhile begins what is tried besides
 */
export async function stopMidstream(stage: Stage, rule: string, meanwhile = () => {}): Promise<void> {
  const { one, noise, responder } = stage;
  await stage.listen('keep-alive', 8080);
  await stage.listen('keep-alive', 8081);
  await stage.originate(noise, 'two-requests', responder.ip, '8081');
  stage.originate(one, 'pause-between', responder.ip, '8080').catch(() => {});
  await sleep(1000);
  addRules(stage, [rule]);
  meanwhile();
  await sleep(9000);
  await stage.originate(one, 'two-requests', responder.ip, '8081');
}

/** The rule comes behind one that accepts what belongs to an open connection: the kept one goes on. */
export async function passMidstream(stage: Stage, rules: readonly string[]): Promise<void> {
  const { one, noise, responder, router } = stage;
  // The router follows connections from the start, as a firewall does that has rules.
  router.nft(
    'table inet follow { chain forward { type filter hook forward priority -1; ct state invalid counter; }; }',
  );
  await stage.listen('keep-alive', 8080);
  await stage.originate(noise, 'two-requests', responder.ip, '8080');
  const paused = stage.originate(one, 'pause-between', responder.ip, '8080');
  await sleep(1000);
  addRules(stage, rules);
  await paused;
}

export function findPassed(frames: readonly Frame[]): Found | undefined {
  const asked = frames.filter(({ to, length }) => to.endsWith('.8080') && length > 0);
  const own = asked.filter(({ from }) => from.startsWith('10.83.1.2.'));
  const [, second, third, fourth] = own;
  if (second === undefined || third === undefined || fourth === undefined || own.length !== 4) return undefined;
  return nothingReset(frames, [
    `Frames ${third.number} and ${fourth.number} are requests ${(third.seconds - second.seconds).toFixed(1)} s after the one before them, and are answered.`,
  ]);
}

const addRules = ({ router }: Stage, rules: readonly string[]): void =>
  router.nft(`table inet filter { chain forward { type filter hook forward priority 0; ${rules.join('; ')}; }; }`);
