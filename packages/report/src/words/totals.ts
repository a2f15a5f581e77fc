import type { Explanation } from '@fivewhys/diagnosis';
import { amount, counted } from '../quantities.ts';
import { leftOut, lookedAt } from './narrowed.ts';

/** `76 frames, 8 connections, 3 of them with resets (3 RST frames).` Of texts alone: `2 texts of 341 lines, no capture.` */
export function totalsText(explanation: Explanation): string {
  const { narrowedTo, findings } = explanation;
  // Where there is no finding at all this has been said.
  const rest = findings.length === 0 ? '' : leftOut(narrowedTo?.findingsLeftOut);
  return `${numbersText(explanation)} ${rest}`.trim();
}

function numbersText(explanation: Pick<Explanation, 'inputs' | 'narrowedTo' | 'summary'>): string {
  const { inputs, summary } = explanation;
  const { frames, connections, resets, resetConnections } = summary;
  const texts = inputs.filter(({ lines }) => lines !== undefined);
  if (texts.length > 0 && texts.length === inputs.length) {
    const lines = texts.reduce((sum, input) => sum + (input.lines ?? 0), 0);
    return `${counted(texts.length, 'text')} of ${counted(lines, 'line')}, no capture.`;
  }
  const part = lookedAt(explanation);
  if (part !== '') {
    const ofThese = connections === 0 ? '' : `, ${amount(resetConnections)} of them with resets`;
    return `${counted(frames, 'frame')} (${counted(resets, 'RST frame')}), ${part}${ofThese}.`;
  }
  const ofThem =
    resets === 0 ? 'no resets' : `${amount(resetConnections)} of them with resets (${counted(resets, 'RST frame')})`;
  return `${counted(frames, 'frame')}, ${counted(connections, 'connection')}, ${ofThem}.`;
}
