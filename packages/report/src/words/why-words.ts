import type { Evidence, Verdict } from '@fivewhys/evidence';
import { listed } from '../quantities.ts';
import type { InputNames } from './input-names.ts';
import { framesText } from './reset-by.ts';

const framesShown = 6;
const linesShown = 6;

/** What the last link of the chain is. */
export const rootWords: Readonly<Record<Verdict, string>> = {
  proven: 'Root',
  likely: 'Likely root',
  possible: 'Possible root',
  undetermined: 'Here the evidence ends',
};

/** The same before the name of the cause. */
export const causeWords: Readonly<Record<Verdict, string>> = {
  proven: 'Cause',
  likely: 'Likely cause',
  possible: 'Possible cause',
  undetermined: 'Cause',
};

/** One fact and where it can be checked: `frames 11 and 12 of a.pcap: seq 1563951501 is …`, `build.log, line 3: "curl: (52) …"`. */
export function evidenceText({ input, frames, lines = [], detail }: Evidence, names: InputNames): string {
  if (lines.length > 0) return names.before(input, `${linesText(lines)}: ${detail}`);
  if (frames.length === 0) return names.before(input, detail);
  return `${framesText(frames, framesShown)}${names.of(input)}: ${detail}`;
}

function linesText(lines: readonly number[]): string {
  return `${lines.length === 1 ? 'line' : 'lines'} ${listed(lines, linesShown)}`;
}
