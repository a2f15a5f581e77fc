import type { CpuAccount } from './meter/cpu-account.ts';
import type { StoreHealth } from './stores/store.ts';

/** How the throttle fares, for a metrics endpoint or a log. */
export interface ThrottleReport {
  /** How CPU time is attributed, and by which clock. */
  readonly attribution: string;
  readonly cpu: CpuAccount;
  readonly requests: number;
  readonly throttled: number;
  readonly refused: number;
  /** Costs of requests: how many in each bucket of `costBounds`, the last one for those above all, and their sum in units. */
  readonly costs: { readonly counts: readonly number[]; readonly sum: number };
  /** By how much charges are raised to share out what belongs to no request; 1 unless that is asked for. */
  readonly unattributedFactor: number;
  /** Usage records that could not be written. */
  readonly recordsDropped: number;
  readonly store: StoreHealth;
}
