import type { RequestRecord } from '@fivewhys/throttle';
import type { Outcome } from '../load/client.ts';

/** Whom the CPU time of git's processes was counted to. */
export interface GitWork {
  readonly clones: number;
  /** Child processes that requests started, and their CPU time. */
  readonly children: number;
  readonly childCpuMs: number;
  /** Of it, what was counted to others than those who cloned. */
  readonly toOthersCpuMs: number;
  /** Of all that clones cost, what git's processes took: 0 to 1. */
  readonly shareOfClones: number;
}

/** @param outcomes of all accounts whose records are looked at, but the few */
export function gitWork(records: readonly RequestRecord[], outcomes: readonly Outcome[]): GitWork {
  const clones = outcomes.filter(({ action }) => action === 'clone');
  const cloners = new Set(clones.map(({ account }) => account));
  const known = new Set(outcomes.map(({ account }) => account));
  const their = records.filter(({ account }) => known.has(account));
  const childCpuMs = total(their, ({ childCpuMs: ms }) => ms);
  const ownMs = total(
    their.filter(({ route }) => route.includes('/git/')),
    ({ userCpuMs, systemCpuMs }) => userCpuMs + systemCpuMs,
  );
  return {
    clones: clones.length,
    children: total(their, ({ children }) => children),
    childCpuMs,
    toOthersCpuMs: total(
      their.filter(({ account }) => !cloners.has(account)),
      ({ childCpuMs: ms }) => ms,
    ),
    shareOfClones: childCpuMs / (childCpuMs + ownMs),
  };
}

function total(records: readonly RequestRecord[], pick: (record: RequestRecord) => number): number {
  return records.reduce((sum, record) => sum + pick(record), 0);
}
