import type { CatalogueEntry, Cause } from '@fivewhys/evidence';
import type { WorkerCauseId } from './catalogue.ts';
import type { Trouble } from './trouble.ts';

/** A cause of the workers' catalogue: it weighs one trouble, and has its row with it. */
export interface WorkerCause extends Cause<Trouble> {
  readonly id: WorkerCauseId;
  readonly entry: CatalogueEntry;
}
