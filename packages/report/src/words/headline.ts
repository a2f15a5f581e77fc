import { catalogue, type Explanation } from '@fivewhys/diagnosis';
import { exitCodeOf } from '../exit-code-of.ts';
import { counted, listed } from '../quantities.ts';
import { nothingWrong } from './nothing-wrong.ts';

const causesNamed = 3;

/** The whole result in a line: `time-wait-reuse in 1 connection: a SYN ran into a TIME_WAIT socket`, `closed-port (likely) in 3 connections: …`. */
export function headline(explanation: Explanation): string {
  switch (exitCodeOf(explanation)) {
    case 3:
      return 'Nothing could be read, so nothing was looked at';
    case 0:
      return nothingWrong(explanation).headline.replace(/[.]$/, '');
    default:
      return causesText(explanation);
  }
}

function causesText({ summary, findings }: Explanation): string {
  const causes = Object.entries(summary.byCause).filter(([cause]) => cause !== 'harmless');
  if (causes.length === 0) {
    const named = findings.map(({ cause, verdict }) => (cause === verdict ? cause : `${cause} (${verdict})`));
    return listed([...new Set(named)], causesNamed);
  }
  const texts = causes.map(
    ([cause, connections]) => `${cause}${doubt(cause, findings)} in ${counted(connections, 'connection')}`,
  );
  const [only] = causes.length === 1 ? causes : [];
  const title = only === undefined ? undefined : titleOf(only[0]);
  return title === undefined ? listed(texts, causesNamed) : `${texts[0]}: ${title}`;
}

/** How sure the surest finding of a cause is, where it is not proven. */
function doubt(cause: string, findings: Explanation['findings']): string {
  const verdicts = findings.filter((finding) => finding.cause === cause).map(({ verdict }) => verdict);
  if (verdicts.includes('proven')) return '';
  return verdicts.includes('likely') ? ' (likely)' : verdicts.includes('possible') ? ' (possible)' : '';
}

/** What a cause is, in half a line. */
export function titleOf(cause: string): string | undefined {
  return Object.entries(catalogue).find(([id]) => id === cause)?.[1];
}
