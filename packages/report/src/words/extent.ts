import type { Finding } from '@fivewhys/evidence';
import { counted } from '../quantities.ts';

/** Of how much a finding is: `3 connections`; of worker events `20 deaths`; of one that rests on texts alone `twice in a text` or `no connection named`. */
export function extentText({ subjects, count, counts }: Pick<Finding, 'subjects' | 'count' | 'counts'>): string {
  if (subjects.length > 0) return counted(count, 'connection');
  if (counts !== undefined) return count === 0 ? `no ${counts}` : counted(count, counts);
  if (count === 0) return 'no connection named';
  return count === 1 ? 'once in a text' : count === 2 ? 'twice in a text' : `${counted(count, 'time')} in a text`;
}
