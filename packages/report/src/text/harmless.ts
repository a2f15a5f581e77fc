import type { Finding } from '@fivewhys/evidence';
import type { InputNames } from '../words/input-names.ts';
import type { Page } from './page.ts';
import { writeTitle } from './title.ts';
import { writeWhyNot } from './why-not.ts';

/** A harmless finding in two or three lines: that it was seen, and why nobody needs to act. */
export function writeHarmless(finding: Finding, names: InputNames, page: Page): void {
  const streams = writeTitle(finding, names, page);
  page.entry('Happened', finding.symptom);
  const root = finding.whys.at(-1)?.claim;
  page.entry('To do', root === undefined ? 'Nothing.' : `Nothing: ${root}`);
  if (streams !== '') page.entry('Where', streams);
  writeWhyNot(finding, page);
}
