import type { NamedCause } from '@fivewhys/evidence';

/** Causes that are named for the same reason. */
export interface Reason {
  readonly because: string;
  readonly causes: readonly string[];
}

/** Causes that are named for the same reason stand together, so that it is read once. */
export function byReason(named: readonly NamedCause[]): Reason[] {
  const reasons = Map.groupBy(named, ({ because }) => because);
  return [...reasons].map(([because, causes]) => ({ because, causes: causes.map(({ cause }) => cause) }));
}
