import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Truth } from '../truth/truth.ts';
import type { Vantage } from '../vantages.ts';

/** What of a run is handed to fivewhys at once. */
export interface VantageSet {
  readonly name: string;
  readonly vantages: readonly Vantage[];
  /** Files beside the captures: what hosts said of themselves. */
  readonly texts: readonly string[];
}

/** Each vantage alone, all of them together, and all of them with what the hosts and their kernels said. */
export function setsOf(truth: Truth, folder: string): readonly VantageSet[] {
  const vantages = Object.keys(truth.vantages) as Vantage[];
  const single = vantages.map((vantage) => ({ name: vantage, vantages: [vantage], texts: [] }));
  return [
    ...single,
    { name: 'all', vantages, texts: [] },
    { name: 'all, with hosts', vantages, texts: hostTexts(folder) },
  ];
}

/** Counters before and after, and the kernel's own lines; not the logs, which are of this lab's programs for the most part. */
function hostTexts(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => /\.(before|after)\.txt$|^(kernel-events\.txt|kernel\.log|counters\.log)$/.test(file))
    .toSorted((a, b) => Number(a.includes('.after.')) - Number(b.includes('.after.')) || a.localeCompare(b))
    .map((file) => join(folder, file));
}
