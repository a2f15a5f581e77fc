import { join } from 'node:path';
import { explain } from 'fivewhys';
import type { Truth } from '../truth/truth.ts';
import type { VantageSet } from './sets.ts';

/** What fivewhys says of a set of a run's captures. @param folder of the run */
export function explainSet(truth: Truth, { vantages, texts }: VantageSet, folder: string): ReturnType<typeof explain> {
  const captures = vantages.flatMap((name) => {
    const capture = truth.vantages[name]?.capture;
    return capture === undefined ? [] : [{ name, path: join(folder, capture) }];
  });
  if (captures.length === 1) return explain([...captures.map(({ path }) => path), ...texts]);
  return explain(texts, { vantages: captures });
}
