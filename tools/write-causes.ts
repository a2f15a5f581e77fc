/** Writes docs/causes.md from the catalogue. A test of the command fails when the page is not what this writes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resetShapes } from '@fivewhys/diagnosis';
import type { CauseDescription } from '@fivewhys/evidence';
import { causeIds, describeCauses } from 'fivewhys/command';
import { causeDocument } from '../packages/report/src/document/cause-document.ts';
import { writeMarkdownPart } from '../packages/report/src/markdown/write-markdown.ts';

const path = join(import.meta.dirname, '..', 'docs', 'causes.md');

/** The page with what lies between its markers made anew. */
export async function filledCausesPage(page: string): Promise<string> {
  const causes = await describeCauses(causeIds);
  const parts: Readonly<Record<string, string>> = {
    'all causes': table(
      ['id', 'what it is', 'captures'],
      causes.map((cause) => [`\`${cause.id}\``, cause.title, captures(cause)]),
    ),
    'shapes of a RST': table(
      ['kind', 'shape', 'made by', 'source'],
      resetShapes.map(({ kind, shape, madeBy, source }) => [kind, shape, madeBy, source]),
    ),
    'each cause': causes.map(detail).join('\n'),
  };
  return Object.entries(parts).reduce(
    (filled, [name, part]) =>
      filled.replace(
        new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- end of ${name} -->)`),
        (_, start, end) => `${start}\n${part}\n${end}`,
      ),
    page,
  );
}

function captures({ captures }: CauseDescription): string {
  return captures.map((name) => `\`${name}\``).join(', ');
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return [titles, titles.map(() => '---'), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n')
    .concat('\n');
}

function detail(cause: CauseDescription): string {
  return `### ${cause.id}\n\n${cause.title}\n\n${writeMarkdownPart(causeDocument(cause).blocks, 4)}`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(path, await filledCausesPage(readFileSync(path, 'utf8')));
