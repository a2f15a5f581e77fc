import type { Finding } from '@fivewhys/evidence';
import type { InputNames } from '../words/input-names.ts';
import { evidenceText, rootWords } from '../words/why-words.ts';
import type { Page } from './page.ts';

/** The chain from the symptom to the root, each link on its evidence. */
export function writeWhys({ whys, verdict }: Finding, names: InputNames, page: Page): void {
  const bullet = page.unicode ? '·' : '-';
  whys.forEach(({ claim, evidence }, index) => {
    const label = `Why ${index + 1}`;
    if (index < whys.length - 1) page.entry(label, claim);
    else page.entry(label, claim, { lead: { text: `${rootWords[verdict]}:`, styles: ['bold'] } });
    for (const one of evidence) {
      page.entry('', `${bullet} ${evidenceText(one, names)}`, { hanging: 2, styles: ['dim'] });
    }
  });
}
