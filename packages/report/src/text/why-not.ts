import type { Finding } from '@fivewhys/evidence';
import { whyNotText } from '../words/why-not.ts';
import type { Page } from './page.ts';

/** Why it is not the cause that was asked about, if one was. */
export function writeWhyNot({ whyNot }: Finding, page: Page): void {
  if (whyNot === undefined) return;
  page.entry('Why not', whyNotText(whyNot), { lead: { text: `${whyNot.cause}:`, styles: ['bold'] }, hanging: 2 });
}
