import type { Frame } from '../frames/frames.ts';
import type { Found, Stage } from '../story.ts';
import { nothingReset } from './nothing-reset.ts';

export const letThroughCommands = (rules: readonly string[]): readonly string[] =>
  rules.map((rule) => `nft add rule inet filter forward ${rule}    # router`);

/** The router has rules for port 8099, where somebody listens; two connections are made there, and others to port 8080. @throws Error if one doesn't come about */
export async function letThrough(stage: Stage, rules: readonly string[]): Promise<void> {
  const { one, noise, responder, router } = stage;
  router.nft(`table inet filter { chain forward { type filter hook forward priority 0; ${rules.join('; ')}; }; }`);
  for (const port of [8080, 8099]) await stage.listen('keep-alive', port);
  await stage.originate(noise, 'two-requests', responder.ip, '8080');
  const outcomes = await stage.originate(one, 'two-requests', responder.ip, '8099', '--times', '2');
  if (outcomes.some((outcome) => outcome !== '540 received')) throw new Error(`stopped: ${outcomes.join(', ')}`);
  await stage.originate(one, 'two-requests', responder.ip, '8080');
}

export function findLetThrough(frames: readonly Frame[]): Found | undefined {
  const accepted = frames.filter(({ flags, from }) => flags === 'S.' && from.endsWith('.8099'));
  return accepted.length === 2
    ? nothingReset(frames, [
        `Frames ${accepted.map(({ number }) => number).join(' and ')} accept the SYNs to port 8099.`,
      ])
    : undefined;
}
