import type { Explanation } from '@fivewhys/diagnosis';
import type { Finding } from '@fivewhys/evidence';
import { amount, listed } from '../quantities.ts';
import { totalsText } from '../words/totals.ts';
import { columns } from './columns.ts';
import type { Page } from './page.ts';
import { plain } from './plain.ts';

const indent = 2;
const findingsShown = 4;

/** The numbers, and the findings by cause: the last lines, which stay on the screen. */
export function writeSummary({ inputs, summary, findings }: Explanation, page: Page): void {
  page.blank();
  page.text(totalsText({ inputs, summary }), { lead: { text: 'Summary:', styles: ['bold'] } });
  const causes = Object.entries(summary.byCause).map(([cause, connections]) => ({
    cause: plain(cause, page.unicode),
    connections,
    where: whereTo(findings.filter((finding) => finding.cause === cause)),
  }));
  const causeWidth = Math.max(0, ...causes.map(({ cause }) => columns(cause)));
  const countWidth = Math.max(0, ...causes.map(({ connections }) => amount(connections).length));
  for (const { cause, connections, where } of causes) {
    const count = `${amount(connections).padStart(countWidth)} ${connections === 1 ? 'connection ' : 'connections'}`;
    const row = `${count}  ${cause}${' '.repeat(causeWidth - columns(cause))}  ${where}`.trimEnd();
    if (columns(row) + indent <= page.width) page.drawing([row], indent);
    else page.text(row, { indent });
  }
}

function whereTo(findings: readonly Finding[]): string {
  const list = findings.map(({ id, verdict }) => plain(`${id} ${verdict}`, false));
  return listed(list, findingsShown);
}
