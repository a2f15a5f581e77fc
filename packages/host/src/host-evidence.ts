import { type CounterChange, counterChanges } from './counter-changes.ts';
import type { HostReading } from './host-reader.ts';

/** All that the host texts of one call say. */
export interface HostEvidence {
  readonly readings: readonly HostReading[];
  readonly changes: readonly CounterChange[];
}

/** Gathers the readings of all host texts of a call, in the order of the inputs, and holds their counters against each other. */
export function hostEvidence(readings: readonly HostReading[]): HostEvidence {
  return { readings, changes: counterChanges(readings) };
}
