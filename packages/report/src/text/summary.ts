import type { Explanation } from '@fivewhys/diagnosis';
import type { Finding } from '@fivewhys/evidence';
import { amount, listed } from '../quantities.ts';
import { totalsText } from '../words/totals.ts';
import { columns } from './columns.ts';
import { fit } from './fit.ts';
import type { Page } from './page.ts';
import { plain } from './plain.ts';

const indent = 2;
const findingsShown = 4;
const leastWhere = 20;

/** The numbers, and the findings by cause: the last lines, which stay on the screen. */
export function writeSummary(explanation: Explanation, page: Page): void {
  const { summary, findings } = explanation;
  page.blank();
  page.text(totalsText(explanation), { lead: { text: 'Summary:', styles: ['bold'] } });
  const causes = Object.entries(summary.byCause).map(([cause, connections]) => ({
    cause: plain(cause, page.unicode),
    connections,
    where: whereTo(findings.filter((finding) => finding.cause === cause)),
  }));
  const causeWidth = Math.max(0, ...causes.map(({ cause }) => columns(cause)));
  const countWidth = Math.max(0, ...causes.map(({ connections }) => amount(connections).length));
  for (const { cause, connections, where } of causes) {
    const count = `${amount(connections).padStart(countWidth)} ${connections === 1 ? 'connection ' : 'connections'}`;
    const head = `${count}  ${cause}${' '.repeat(causeWidth - columns(cause))}  `;
    const room = page.width - indent - columns(head);
    if (room < leastWhere) page.text(head + where, { indent });
    else page.drawing(besideHead(head, fit(where, room)), indent);
  }
}

function besideHead(head: string, lines: readonly string[]): string[] {
  const start = ' '.repeat(columns(head));
  return lines.map((line, index) => `${index === 0 ? head : start}${line}`.trimEnd());
}

function whereTo(findings: readonly Finding[]): string {
  const list = findings.map(({ id, cause, verdict }) => plain(cause === verdict ? id : `${id} ${verdict}`, false));
  return listed(list, findingsShown);
}
