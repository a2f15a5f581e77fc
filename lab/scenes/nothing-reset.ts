import type { Frame } from '../frames/frames.ts';
import type { Found } from '../story.ts';

/** What a control or a cure has to show: no RST anywhere, and this is why it would have come. */
export function nothingReset(frames: readonly Frame[], facts: readonly string[]): Found | undefined {
  if (frames.length === 0 || frames.some(({ flags }) => flags.includes('R'))) return undefined;
  return { streams: [], facts: [...facts, 'No RST anywhere.'] };
}
