import type { Weighed } from '@fivewhys/evidence';
import type { Group } from './group.ts';
import { mostApart, storyKey } from './story.ts';

/** What other evidence says of a group, by the ends of the connection that it shows. */
export type Inform = (group: Group) => Weighed;

/**
 * Groups as findings tell of them: those of one story together, except where what other evidence says differs, or few things are to be mended, each for itself.
 *
 * @param inform says the same object again where nothing is to be added
 */
export function gatheredGroups(groups: Iterable<Group>, inform: Inform): Group[] {
  const stories = new Map<string, Group[]>();
  for (const group of groups) {
    const weighed = inform(group);
    const key = `${storyKey(weighed)}\n${weighed === group.weighed ? '' : addedText(group.weighed, weighed)}`;
    group.inform(weighed);
    const story = stories.get(key);
    if (story === undefined) stories.set(key, [group]);
    else story.push(group);
  }
  return [...stories.values()].flatMap(mergedStory);
}

function mergedStory(groups: readonly Group[]): Group[] {
  const byApart = new Map<string | undefined, Group[]>();
  for (const group of groups) byApart.set(group.apart, [...(byApart.get(group.apart) ?? []), group]);
  const parts = byApart.size <= mostApart ? [...byApart.values()] : [groups];
  return parts.map((part) => part.reduce(merged));
}

function merged(into: Group, other: Group): Group {
  into.merge(other);
  return into;
}

/** What was said in addition: findings that rest on other words stay apart. */
function addedText(before: Weighed, after: Weighed): string {
  const known = new Set(before.fit.whys);
  return JSON.stringify([
    after.fit.whys.filter((why) => !known.has(why)).map(({ claim }) => claim),
    after.fit.notes.slice(before.fit.notes.length),
    after.ruledOut.slice(before.ruledOut.length),
  ]);
}
