import type { Mode } from '../quota/plan.ts';

/** Whether a refusal is acted upon for this account. The share of accounts is chosen by a hash of their names, so that every process chooses the same ones. */
export function isEnforced(mode: Mode, account: string): boolean {
  if (mode === 'enforce') return true;
  if (mode === 'shadow') return false;
  return positionOf(account) < mode.enforcePercent;
}

/** A place from 0 to 100 for each account, evenly spread: FNV-1a over its UTF-16 units, and the last mixing step of MurmurHash3, as FNV alone spreads short names unevenly. */
function positionOf(account: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < account.length; index++) {
    hash = Math.imul(hash ^ account.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32) * 100;
}
