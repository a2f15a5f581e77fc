import type { Finding } from '@fivewhys/evidence';
import { extentText } from '../words/extent.ts';
import type { Page } from './page.ts';

/** One of very many findings: what, how sure, of how much; `--verbose` or `--cause` tell it in full. */
export function writeShortly(finding: Finding, page: Page): void {
  const { id, cause, verdict, symptom } = finding;
  const what = cause === verdict ? cause : `${cause}, ${verdict}`;
  page.text(`${what}, ${extentText(finding)}: ${symptom}`, { lead: { text: `${id}:`, styles: ['bold'] } });
}
