import assert from 'node:assert/strict';
import type { Finding } from '@fivewhys/evidence';
import { explainText } from '../explain-text.ts';

/** Explains a story that has one finding. */
export async function onlyFinding(lines: readonly string[]): Promise<Finding> {
  const { findings } = await explainText(lines);
  assert.equal(findings.length, 1);
  return findings[0] as Finding;
}

export const claims = ({ whys }: Finding): string => whys.map(({ claim }) => claim).join('\n');
export const details = ({ whys }: Finding): string =>
  whys.flatMap(({ evidence }) => evidence.map(({ detail }) => detail)).join('\n');
export const causes = (list: Finding['ruledOut']): string[] => list.map(({ cause }) => cause);
