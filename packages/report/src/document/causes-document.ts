import type { CauseDescription } from '@fivewhys/evidence';
import type { Document } from './document.ts';

/** The catalogue, a line for each cause. */
export function causesDocument(causes: readonly CauseDescription[]): Document {
  return {
    title: 'Causes',
    blocks: [
      {
        kind: 'table',
        caption: 'Causes, with what each is',
        columns: [{ title: 'Id' }, { title: 'What it is' }],
        rows: causes.map(({ id, title }) => [[{ kind: 'code', text: id } as const], [title]]),
      },
    ],
  };
}
