import type { FindingsCheck, ShapeCheck } from './check-findings.ts';
import { formatCount } from './format.ts';
import { formatTable } from './table.ts';

export function formatCheck(check: FindingsCheck): string {
  return [
    `Connections found: ${formatCount(check.connectionsFound)} of ${formatCount(check.connections)}.`,
    `Resets found: ${check.found} of ${check.resets}; in more than one finding: ${check.repeated}; sum of summary.byCause: ${check.byCauseTotal}.`,
    `RST segments that ended a connection named by frame: ${check.framesNamed} of ${check.resets}.`,
    `Connections without a RST in findings: ${check.strays}.`,
    '',
    formatTable(
      ['shape', 'cause', 'resets', 'explained so', 'undetermined', 'otherwise'],
      check.shapes.map(formatShape),
    ),
    '',
    check.correct
      ? `No finding contradicts the truth; ${check.undetermined} of ${check.resets} resets are undetermined.`
      : 'THE FINDINGS CONTRADICT THE TRUTH.',
  ].join('\n');
}

function formatShape(shape: ShapeCheck): readonly string[] {
  const others = Object.entries(shape.otherCauses).map(([cause, count]) => `${cause}: ${count}`);
  return [
    shape.shape,
    shape.cause,
    String(shape.resets),
    String(shape.agreeing),
    String(shape.undetermined),
    others.join(', '),
  ];
}
