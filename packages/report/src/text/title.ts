import type { Finding } from '@fivewhys/evidence';
import { extentText } from '../words/extent.ts';
import type { InputNames } from '../words/input-names.ts';
import { subjectsText } from '../words/subjects.ts';
import type { Page } from './page.ts';
import { verdictStyles } from './paint.ts';

const streamsShown = 4;

/**
 * The rule above a finding: which, what, how sure, how many.
 *
 * @returns what had no room in it and needs an entry: the streams, or ''
 */
export function writeTitle(finding: Finding, names: InputNames, page: Page): string {
  const { id, cause, verdict } = finding;
  const name = { text: cause, styles: ['bold'] } as const;
  const left = [
    { text: id, styles: ['bold'] } as const,
    ...(cause === verdict ? [] : [name]),
    { text: verdict.toUpperCase(), styles: ['bold', verdictStyles[verdict]] } as const,
  ];
  const extent = extentText(finding);
  const streams = subjectsText(finding, names, streamsShown);
  const both = streams === '' ? extent : `${extent}: ${streams}`;
  return ['', streams, both].at(page.rule(left, [both, extent])) ?? both;
}
