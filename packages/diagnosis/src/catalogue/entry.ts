import type { CatalogueEntry as AnyEntry } from '@fivewhys/evidence';
import type { CauseId } from '../catalogue.ts';

/** One row of the catalogue of connections. Its title is in `catalogue.ts`. */
export type CatalogueEntry = AnyEntry<CauseId>;

/** Seen in captures of real servers (nginx, haproxy, docker-registry) on a real kernel. */
export const measured = 'measured with Linux 6.18, IPv4';

/** A row without remedies and captures, for causes that are only named so far. */
export const unknownYet = { remedies: [], captures: [] } as const;
