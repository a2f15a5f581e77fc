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
  { resetFrames, otherResetFrames = [], resetFramesElsewhere = [], sentBy }: Finding,
  names: InputNames,
  most: number,
): { readonly who: string; readonly where: string } | undefined {
  const own = without(resetFrames, otherResetFrames);
  const total = frameCount(own);
  if (total === 0) return undefined;
  const where = (list: FramesOfInputs) =>
    list
      .filter(({ frames }) => frames.length > 0)
      .map(({ input, frames }) => `${framesText(frames, most)}${names.of(input)}`)
      .join('; ');
  const others = frameCount(otherResetFrames);
  const otherText = others === 0 ? '' : `; with the other end's address: ${where(otherResetFrames)}`;
  const elsewhere = frameCount(resetFramesElsewhere);
  const elsewhereText = elsewhere === 0 ? '' : `; at other places: ${where(resetFramesElsewhere)}`;
  return {
    who: `${senders[sentBy]}${total === 1 ? '' : `, ${amount(total)} times`}`,
    where: `${where(own)}${otherText}${elsewhereText}`,
  };
}

type FramesOfInputs = Finding['resetFrames'];

function frameCount(list: FramesOfInputs): number {
  return list.reduce((sum, { frames }) => sum + frames.length, 0);
}

function without(all: FramesOfInputs, some: FramesOfInputs): FramesOfInputs {
  if (some.length === 0) return all;
  return all.map(({ input, frames }) => {
    const left = new Set(some.find((one) => one.input === input)?.frames);
    return { input, frames: frames.filter((frame) => !left.has(frame)) };
  });
}

/** `frame 7`, `frames 7, 9 and 12 more`. */
export function framesText(frames: readonly number[], most: number): string {
  return `${frames.length === 1 ? 'frame' : 'frames'} ${listed(frames, most)}`;
}
