import { missingFor } from './needs/missing-for.ts';
import { commonNeeds, type Missing } from './needs/needs.ts';
import type { Story } from './story.ts';

/** The stories, one line each: what each shows, what it needs, and what of that is missing. */
export function listing(stories: readonly Story[], missing: Missing): string {
  const rows = stories.map((story) => ({
    story,
    shows: showsOf(story),
    lacks: missingFor(story, missing),
  }));
  const nameWidth = Math.max(...rows.map(({ story }) => story.name.length));
  const showsWidth = Math.max(...rows.map(({ shows }) => shows.length));
  const lines = rows.map(({ story, shows, lacks }) => {
    const needs = story.needs === undefined ? '' : `needs ${story.needs.join(', ')}`;
    const lacking = lacks.length === 0 ? '' : ` (missing: ${lacks.join('; ')})`;
    return `${story.name.padEnd(nameWidth)}  ${shows.padEnd(showsWidth)}  ${needs}${lacking}`.trimEnd();
  });
  const possible = missing.forAll.length > 0 ? [] : rows.filter(({ lacks }) => lacks.length === 0);
  return `${lines.join('\n')}

Every story needs root, ${commonNeeds.join(', ')}.
${missing.forAll.map((lack) => `Missing here: ${lack}.\n`).join('')}${possible.length} of ${stories.length} stories can be played here.
`;
}

function showsOf({ cause, controlOf, cureOf }: Story): string {
  if (controlOf !== undefined) return `control of ${controlOf}`;
  if (cureOf !== undefined) return `cure of ${cureOf.story}: ${cureOf.remedy}`;
  return cause ?? 'nothing wrong';
}
