import type { CauseDescription } from '@fivewhys/evidence';
import { type CauseId, catalogue } from '../catalogue.ts';

/** What is known of these causes. The rows are loaded when they are asked for: an explanation can do without, and they took 15 ms of every start. */
export async function describeCauses(ids: readonly CauseId[]): Promise<CauseDescription<CauseId>[]> {
  const { entries } = await import('./entries.ts');
  return ids.map((id) => ({ id, title: catalogue[id], ...entries[id] }));
}
