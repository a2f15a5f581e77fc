import type { Explanation } from '@fivewhys/diagnosis';
import { amount, counted } from '../quantities.ts';
import type { Block } from './document.ts';

const rowsShown = 500;

/** A row per finding, when there are several: what a reader chooses from. The first `inFull` have a section to go to. */
export function overview({ findings }: Explanation, inFull: number): Block[] {
  if (findings.length < 2) return [];
  const rows = findings
    .slice(0, rowsShown)
    .map(({ id, cause, verdict, count, symptom }, index) => [
      [index < inFull ? ({ kind: 'link', to: sectionId(index + 1), text: id } as const) : id],
      [cause],
      [{ kind: 'verdict', verdict } as const],
      [amount(count)],
      [symptom],
    ]);
  const left = findings.length - rows.length;
  return [
    {
      kind: 'table',
      caption: 'The findings',
      columns: [
        { title: 'Finding' },
        { title: 'Cause' },
        { title: 'Verdict' },
        { title: 'Connections', numeric: true },
        { title: 'Happened' },
      ],
      rows,
      stacked: true,
    },
    ...(left === 0 ? [] : [{ kind: 'paragraph', spans: [`And ${counted(left, 'more finding')}.`] } as const]),
  ];
}

/** The section of the finding with this number. Not made of its id: that is text like any other. */
export function sectionId(number: number): string {
  return `finding-${number}`;
}
