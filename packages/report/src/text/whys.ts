import type { Evidence, Finding, Verdict } from '@fivewhys/evidence';
import { listed } from '../quantities.ts';
import type { InputNames } from './input-names.ts';
import type { Page } from './page.ts';

const framesShown = 6;
/** What the last link of the chain is. */
const roots: Readonly<Record<Verdict, string>> = {
  proven: 'Root:',
  likely: 'Likely root:',
  possible: 'Possible root:',
  undetermined: 'Here the evidence ends:',
};

/** The chain from the symptom to the root, each link on its evidence. */
export function writeWhys({ whys, verdict }: Finding, names: InputNames, page: Page): void {
  whys.forEach(({ claim, evidence }, index) => {
    const label = `Why ${index + 1}`;
    if (index === whys.length - 1) page.entry(label, claim, { lead: { text: roots[verdict], styles: ['bold'] } });
    else page.entry(label, claim);
    for (const one of evidence) page.entry('', evidenceText(one, names, page.unicode), { hanging: 2, styles: ['dim'] });
  });
}

function evidenceText({ input, frames, detail }: Evidence, names: InputNames, unicode: boolean): string {
  const bullet = unicode ? '·' : '-';
  if (frames.length === 0) return `${bullet} ${detail}${names.of(input)}`;
  const noun = frames.length === 1 ? 'frame' : 'frames';
  return `${bullet} ${noun} ${listed(frames, framesShown)}${names.of(input)}: ${detail}`;
}
