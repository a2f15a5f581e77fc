import type { Wording } from '../../src/symptom-words/wording.ts';
import { symptomEffects, symptomPhases, symptomPrograms } from './sources.ts';

const beginMark = '<!-- from the tables: tools/write-symptoms-page.ts -->';
const endMark = '<!-- end of the tables -->';

/** The page with what stands between its marks made anew from the tables. */
export function filledSymptomsPage(page: string): string {
  const begin = page.indexOf(beginMark);
  const end = page.indexOf(endMark);
  if (begin < 0 || end < begin) throw new Error(`docs/symptoms.md needs "${beginMark}" and, behind it, "${endMark}"`);
  return `${page.slice(0, begin)}${beginMark}\n\n${tables()}\n${page.slice(end)}`;
}

function tables(): string {
  return [
    '## Effects\n',
    table(
      ['effect', 'means'],
      Object.entries(symptomEffects).map(([id, means]) => [code(id), means]),
    ),
    '## Phases\n',
    table(
      ['phase', 'means'],
      Object.entries(symptomPhases).map(([id, means]) => [code(id), means]),
    ),
    '## Programs\n',
    table(
      ['id', 'what it reads', 'kind of input'],
      symptomPrograms.map(({ id, title, log }) => [code(id), title, code(log)]),
    ),
    ...symptomPrograms.flatMap(({ title, wordings, tables: others }) => [
      `### ${title}\n`,
      ...(wordings.length === 0
        ? []
        : [table(['says', 'effect', 'phase', 'which means', 'source'], wordings.map(wordingCells))]),
      ...others.flatMap(({ title: name, rows }) => [
        `${name}:\n`,
        table(
          ['says', 'which means', 'source'],
          rows.map(({ text, says, source }) => [code(text), says, source]),
        ),
      ]),
    ]),
  ].join('\n');
}

function wordingCells({ example, effect, phase, role, says, source, pattern }: Wording): string[] {
  const isByCode = pattern.source.includes('?<curl>');
  const told = isByCode ? 'by the code' : role === undefined || role === 'failure' ? 'by the errno' : '';
  return [
    code(example.trim()),
    effect === undefined ? told : code(effect),
    phase === undefined ? (isByCode ? 'by the code' : '') : code(phase),
    says,
    source,
  ];
}

/** A code span that holds backticks has longer fences; a bar would end the cell. */
function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return `${fence}${text.replaceAll('|', '\\|')}${fence}`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line), ''].join('\n');
}

/** Code stands as it is; elsewhere a bar would end the cell, and an angle bracket begin a tag. */
function cellText(cell: string): string {
  return cell.startsWith('`') ? cell : cell.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
