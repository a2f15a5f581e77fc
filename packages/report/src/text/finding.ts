import type { Finding, NamedCause } from '@fivewhys/evidence';
import { amount, listed } from '../quantities.ts';
import type { InputNames } from '../words/input-names.ts';
import { byReason, type Reason } from '../words/reasons.ts';
import { shownText } from '../words/shown.ts';
import { writeAction } from './action.ts';
import { writeLadder } from './ladder-section.ts';
import type { Page } from './page.ts';
import type { Style } from './paint.ts';
import { writeRemedies } from './remedies.ts';
import { writeResets } from './resets.ts';
import { writeFleet, writeSpread } from './spread.ts';
import { writeTitle } from './title.ts';
import { writeWhyNot } from './why-not.ts';
import { writeWhys } from './whys.ts';

const reasonsInFull = 5;

/** One finding: what happened and what to do first, then why, then the rest. */
export function writeFinding(finding: Finding, names: InputNames, page: Page): void {
  const streams = writeTitle(finding, names, page);
  page.entry('Happened', finding.symptom, { styles: ['bold'] });
  const nextSaid = writeAction(finding, page);
  if (streams !== '') page.entry('Where', streams);
  writeResets(finding, names, page);
  writeFleet(finding, page);
  writeWhyNot(finding, page);
  page.blank();
  const shown = shownText(finding, names);
  if (shown !== '') page.entry('Shown', shown);
  writeWhys(finding, names, page);
  for (const { finding: id, cause, because } of finding.behind ?? []) {
    page.entry('Behind it', because, { lead: { text: `${id} ${cause}`, styles: ['bold'] }, hanging: 2 });
  }
  // Before the remedies: whoever acts on a likely cause should have seen what else it may be.
  writeNamed('Perhaps', finding.stillPossible, 'yellow', page);
  if (finding.ladder !== undefined && finding.ladder.rows.length > 0) writeLadder(finding, finding.ladder, names, page);
  writeRemedies(finding.remedies, page);
  page.blank();
  writeRuledOut(finding, page);
  writeSpread(finding, page);
  for (const note of finding.notes) page.entry('Note', note);
  for (const { why, command } of finding.next.slice(nextSaid)) {
    page.entry('Next', why);
    page.command(command);
  }
}

function writeRuledOut({ ruledOut }: Finding, page: Page): void {
  const reasons = byReason(ruledOut);
  const full = page.verbose ? reasons.length : reasonsInFull;
  writeReasons('Ruled out', reasons.slice(0, full), 'bold', page);
  const rest = reasons.slice(full).flatMap(({ causes }) => causes);
  if (rest.length > 0) page.entry('', `and ${amount(rest.length)} more: ${listed(rest, rest.length)}`, { hanging: 2 });
}

function writeNamed(label: string, named: readonly NamedCause[], style: Style, page: Page): void {
  writeReasons(label, byReason(named), style, page);
}

function writeReasons(label: string, reasons: readonly Reason[], style: Style, page: Page): void {
  reasons.forEach(({ causes, because }, index) => {
    const lead = { text: `${causes.join(', ')}:`, styles: [style] };
    page.entry(index === 0 ? label : '', because, { lead, hanging: 2 });
  });
}
