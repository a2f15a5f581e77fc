import type { CauseDescription } from '@fivewhys/diagnosis';
import { section } from './blocks.ts';
import type { Block, Document, SectionBlock } from './document.ts';

/** The catalogue, a line for each cause: first those that are concluded. */
export function causesDocument(causes: readonly CauseDescription[]): Document {
  const concluded = causes.filter((cause) => cause.concluded);
  const named = causes.filter((cause) => !cause.concluded);
  return {
    title: 'Causes',
    blocks: [
      ...causesSection('Concluded', 'What explain concludes, with proof or without.', concluded),
      ...causesSection(
        'Named only',
        'What it names as a look-alike, or as still possible, and does not conclude yet.',
        named,
      ),
    ],
  };
}

function causesSection(title: string, meaning: string, causes: readonly CauseDescription[]): SectionBlock[] {
  if (causes.length === 0) return [];
  const table: Block = {
    kind: 'table',
    caption: `${title}, with what each is`,
    columns: [{ title: 'Id' }, { title: 'What it is' }],
    rows: causes.map(({ id, title }) => [[{ kind: 'code', text: id } as const], [title]]),
  };
  return [section(title, [{ kind: 'paragraph', spans: [meaning] }, table])];
}
