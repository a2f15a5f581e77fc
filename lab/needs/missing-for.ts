import type { Story } from '../story.ts';
import type { Missing } from './needs.ts';

/** What a story needs besides what all need, and is not here. */
export const missingFor = ({ needs = [] }: Pick<Story, 'needs'>, { forNeed }: Missing): string[] =>
  needs.flatMap((need) => forNeed.get(need) ?? []);
