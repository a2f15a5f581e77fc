import type { Explanation } from '@fivewhys/diagnosis';
import { amount, counted } from '../quantities.ts';

/** `76 frames, 8 connections, 3 of them with resets (3 RST frames).` */
export function totalsText({ frames, connections, resets, resetConnections }: Explanation['summary']): string {
  const ofThem =
    resets === 0 ? 'no resets' : `${amount(resetConnections)} of them with resets (${counted(resets, 'RST frame')})`;
  return `${counted(frames, 'frame')}, ${counted(connections, 'connection')}, ${ofThem}.`;
}
