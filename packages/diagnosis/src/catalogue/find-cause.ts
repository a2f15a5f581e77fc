import { type CauseId, causeIds } from '../catalogue.ts';

/** The cause with this id; undefined when the catalogue has none. */
export function findCause(id: string): CauseId | undefined {
  return causeIds.find((known) => known === id);
}
