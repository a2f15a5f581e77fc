import type { Explanation } from '@fivewhys/diagnosis';
import { amount, counted } from '../quantities.ts';

/** `76 frames, 8 connections, 3 of them with resets (3 RST frames).` Of texts alone: `2 texts of 341 lines, no capture.` */
export function totalsText({ inputs, summary }: Pick<Explanation, 'inputs' | 'summary'>): string {
  const { frames, connections, resets, resetConnections } = summary;
  const texts = inputs.filter(({ lines }) => lines !== undefined);
  if (texts.length > 0 && texts.length === inputs.length) {
    const lines = texts.reduce((sum, input) => sum + (input.lines ?? 0), 0);
    return `${counted(texts.length, 'text')} of ${counted(lines, 'line')}, no capture.`;
  }
  const ofThem =
    resets === 0 ? 'no resets' : `${amount(resetConnections)} of them with resets (${counted(resets, 'RST frame')})`;
  return `${counted(frames, 'frame')}, ${counted(connections, 'connection')}, ${ofThem}.`;
}
