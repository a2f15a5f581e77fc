import type { UsageDatabase } from '../database/usage-database.ts';
import type { UsualLoad } from '../usage-report.ts';
import type { Change, IncidentFacts } from './incident-facts.ts';
import { isUnattributed } from './parts-of-rise.ts';
import { loads, usualLoad } from './usual-load.ts';

/** Whether what rose is more than the usual ups and downs. */
export type Rise =
  | { readonly kind: 'risen' | 'usual'; readonly usual: UsualLoad }
  | { readonly kind: 'fallen' }
  | { readonly kind: 'undecided'; readonly because: string };

type Facts = Pick<IncidentFacts, 'stretch' | 'baseline' | 'units' | 'cpu'>;

/** Weighs the rise of what requests were charged; and where that is none, and most of a rise of CPU time went to no account, that of all CPU time. */
export async function weighRise(database: UsageDatabase, facts: Facts): Promise<Rise> {
  const { units, cpu } = facts;
  const ofUnits = await riseIn(database, loads.units, facts, units);
  if (ofUnits.kind === 'risen' || cpu === undefined || !isUnattributed(cpu)) return ofUnits;
  return riseIn(database, loads.cpu, facts, {
    beforePerS: cpu.attributed.beforePerS + cpu.unattributed.beforePerS,
    duringPerS: cpu.attributed.duringPerS + cpu.unattributed.duringPerS,
  });
}

async function riseIn(
  database: UsageDatabase,
  load: (typeof loads)[keyof typeof loads],
  { stretch, baseline }: Facts,
  { beforePerS, duringPerS }: Change,
): Promise<Rise> {
  if (duringPerS <= beforePerS) return { kind: 'fallen' };
  const usual = await usualLoad(database, load, stretch, baseline, duringPerS);
  if ('tooShort' in usual) return { kind: 'undecided', because: usual.tooShort };
  return { kind: duringPerS > usual.usualUpToPerS ? 'risen' : 'usual', usual };
}
