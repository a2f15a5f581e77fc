import { type CauseId, catalogue, causeIds } from '../catalogue.ts';
import { connectionCauses } from '../causes/index.ts';
import { undetermined } from '../causes/undetermined.ts';
import { entries } from './entries.ts';
import type { CatalogueEntry } from './entry.ts';

/** A cause as the catalogue has it. */
export interface CauseDescription extends CatalogueEntry {
  readonly id: CauseId;
  /** What it is, in half a line. */
  readonly title: string;
  /** Whether it is concluded today; else it is only named, as a look-alike or as still possible. */
  readonly concluded: boolean;
}

/** What is known of a cause. */
export function describeCause(id: CauseId): CauseDescription {
  return { id, title: catalogue[id], concluded: isConcluded(id), ...entries[id] };
}

/** Whether anything concludes this cause today. */
export function isConcluded(id: string): boolean {
  return id === undetermined.id || connectionCauses.some((cause) => cause.id === id);
}

/** The cause with this id; undefined when the catalogue has none. */
export function findCause(id: string): CauseId | undefined {
  return causeIds.find((known) => known === id);
}
