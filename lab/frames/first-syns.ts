import type { Frame } from './frames.ts';

/** The first SYN of each stream: the very first may be sent again while the path is being found. */
export function firstSynsTo(frames: readonly Frame[], port: number): readonly Frame[] {
  const syns = frames.filter(({ flags, to }) => flags === 'S' && to.endsWith(`.${port}`));
  return syns.filter((syn) => syns.find(({ stream }) => stream === syn.stream) === syn);
}
