import { type CauseId, catalogue } from '../catalogue.ts';
import type { CatalogueEntry } from './entry.ts';

/** A cause as the catalogue has it. */
export interface CauseDescription extends CatalogueEntry {
  readonly id: CauseId;
  /** What it is, in half a line. */
  readonly title: string;
}

/** What is known of these causes. The rows are loaded when they are asked for: an explanation can do without, and they took 15 ms of every start. */
export async function describeCauses(ids: readonly CauseId[]): Promise<CauseDescription[]> {
  const { entries } = await import('./entries.ts');
  return ids.map((id) => ({ id, title: catalogue[id], ...entries[id] }));
}
