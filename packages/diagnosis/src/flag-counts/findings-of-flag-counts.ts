import type { Finding } from '@fivewhys/evidence';
import { churnInFlags } from './churn-in-flags.ts';
import type { FlagCounts } from './flag-counts.ts';
import { sumFlags } from './flag-sums.ts';
import { resetsInFlags } from './resets-in-flags.ts';

/** What all tables of a call say together. Findings without connections: counts name none. */
export function findingsOfFlagCounts(tables: readonly FlagCounts[]): Finding[] {
  const sums = tables.map(sumFlags);
  return [churnInFlags(sums), resetsInFlags(sums)].filter((finding) => finding !== undefined);
}
