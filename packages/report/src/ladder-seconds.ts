import type { LadderRow } from '@fivewhys/evidence';

/** Seconds since the first row, all with as many decimals as it takes to tell the rows apart; empty where the capture has no times. */
export function secondsOf(rows: readonly LadderRow[]): string[] {
  const least = gapsOf(rows).reduce((least, gap) => (gap > 0 && gap < least ? gap : least), Number.POSITIVE_INFINITY);
  const decimals = least >= 1e6 ? 3 : least >= 1e3 ? 6 : 9;
  return rows.map(({ sinceFirstNs }) => (Number.isFinite(sinceFirstNs) ? (sinceFirstNs / 1e9).toFixed(decimals) : ''));
}

/** Nanoseconds between each row and the one before; 0 for the first, NaN where the capture has no times. */
export function gapsOf(rows: readonly LadderRow[]): number[] {
  return rows.map(({ sinceFirstNs }, index) =>
    index === 0 ? 0 : Math.abs(sinceFirstNs - (rows[index - 1]?.sinceFirstNs ?? sinceFirstNs)),
  );
}
