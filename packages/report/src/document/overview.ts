import type { Explanation } from '@fivewhys/diagnosis';
import { amount, counted } from '../quantities.ts';
import { extentText } from '../words/extent.ts';
import type { Block } from './document.ts';

const rowsShown = 500;

/** A row per finding, when there are several: what a reader chooses from. The first `inFull` have a section to go to. */
export function overview({ findings }: Explanation, inFull: number): Block[] {
  if (findings.length < 2) return [];
  const hasTexts = findings.some(({ subjects }) => subjects.length === 0);
  const rows = findings.slice(0, rowsShown).map((finding, index) => {
    const { id, cause, verdict, count, symptom } = finding;
    return [
      [index < inFull ? ({ kind: 'link', to: sectionId(index + 1), text: id } as const) : id],
      [cause],
      [{ kind: 'verdict', verdict } as const],
      [hasTexts ? extentText(finding) : amount(count)],
      [symptom],
    ];
  });
  const left = findings.length - rows.length;
  return [
    {
      kind: 'table',
      caption: 'The findings',
      columns: [
        { title: 'Finding' },
        { title: 'Cause' },
        { title: 'Verdict' },
        hasTexts ? { title: 'How many' } : { title: 'Connections', numeric: true },
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
