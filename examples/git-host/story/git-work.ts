import type { RequestRecord } from '@fivewhys/throttle';

/** Whom the CPU time of git's processes was counted to. */
export interface GitWork {
  readonly clones: number;
  /** Child processes that requests started, and their CPU time. */
  readonly children: number;
  readonly childCpuMs: number;
  /** Of it, what was counted to accounts that cloned nothing. */
  readonly toOthersCpuMs: number;
  /** Of all that clones cost, what git's processes took: 0 to 1. */
  readonly shareOfClones: number;
}

/** @param cloners the accounts that cloned, with repetition */
export function gitWork(records: readonly RequestRecord[], cloners: readonly string[]): GitWork {
  const names = new Set(cloners);
  const childCpuMs = total(records, ({ childCpuMs: ms }) => ms);
  const ofClones = records.filter(({ route }) => route.includes('/git/'));
  const ownMs = total(ofClones, ({ userCpuMs, systemCpuMs }) => userCpuMs + systemCpuMs);
  return {
    clones: cloners.length,
    children: total(records, ({ children }) => children),
    childCpuMs,
    toOthersCpuMs: total(
      records.filter(({ account }) => !names.has(account)),
      ({ childCpuMs: ms }) => ms,
    ),
    shareOfClones: childCpuMs / (childCpuMs + ownMs),
  };
}

function total(records: readonly RequestRecord[], pick: (record: RequestRecord) => number): number {
  return records.reduce((sum, record) => sum + pick(record), 0);
}
