import type { Finding, Sender } from '@fivewhys/evidence';
import { amount, listed } from '../quantities.ts';
import type { InputNames } from './input-names.ts';

const senders: Readonly<Record<Sender, string>> = {
  originator: 'the originator',
  responder: 'the responder',
  'other-edge': 'another edge than the one that answered',
  'nat-host': 'the NAT host',
  firewall: 'a firewall',
  'load-balancer': 'the load balancer',
  middlebox: 'a box between the ends',
  unknown: 'an unknown sender',
};

/** Who sent the RSTs, how many they are and which; undefined when there are none. The first question of whoever comes with a reset. */
export function resetBy(
  { resetFrames, sentBy }: Finding,
  names: InputNames,
  most: number,
): { readonly who: string; readonly where: string } | undefined {
  const total = resetFrames.reduce((sum, { frames }) => sum + frames.length, 0);
  if (total === 0) return undefined;
  const parts = resetFrames
    .filter(({ frames }) => frames.length > 0)
    .map(({ input, frames }) => `${framesText(frames, most)}${names.of(input)}`);
  return { who: `${senders[sentBy]}${total === 1 ? '' : `, ${amount(total)} times`}`, where: parts.join('; ') };
}

/** `frame 7`, `frames 7, 9 and 12 more`. */
export function framesText(frames: readonly number[], most: number): string {
  return `${frames.length === 1 ? 'frame' : 'frames'} ${listed(frames, most)}`;
}
