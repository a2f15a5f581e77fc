import type { Weighed } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../subject.ts';
import { Group } from './group.ts';
import type { Sighting } from './sighting.ts';

/** Things to mend of one story up to which each is a finding of its own: so many an operator takes up one by one. */
export const mostApart = 5;
/** Pairs of ends that are held apart until all evidence is in, for what a host says may be true of some of them. */
const mostPairs = 64;

/** How finely connections of a story are held apart: by both hosts and what is mended, by what is mended alone, or not at all. */
type Fineness = 'pair' | 'apart' | 'none';

type Ends = Pick<Sighting, 'originator' | 'responder'>;

/** What connections have in common that are explained and mended alike. */
export function storyKey(weighed: Weighed): string {
  const { cause, verdict, fit } = weighed;
  return [cause, verdict, fit.sentBy, fit.group, ...openLookAlikes(weighed)].join('\n');
}

/** The look-alikes that the evidence does not exclude: by the cause itself; of a fallback, by those who know them. */
function openLookAlikes({ verdict, fit, stillPossible }: Weighed): string[] {
  const open = verdict === 'undetermined' ? stillPossible : fit.lookAlikes.filter(({ excluded }) => !excluded);
  return open.map(({ cause }) => cause).sort();
}

/** The connections of one story, in a bounded number of groups: as fine as may matter yet, coarser when there are many. */
export class Story {
  #fineness: Fineness = 'pair';
  #groups = new Map<string, Group>();

  get groups(): Iterable<Group> {
    return this.#groups.values();
  }

  /**
   * @param others where else the connection is to be seen
   * @returns the group that took it in
   */
  add(subject: ConnectionSubject, weighed: Weighed, others: readonly Sighting[] = []): Group {
    const group = this.#groupFor(subject, weighed);
    group.add(subject, weighed, others);
    return group;
  }

  /**
   * Takes in a connection that looks the same as one that was taken in, and was not weighed.
   *
   * @param apart what that one is kept apart by
   */
  addUnweighed(sighting: Sighting, apart: string | undefined): void {
    let group = this.#groups.get(this.#keyOf(sighting, apart));
    if (group === undefined && this.#fineness === 'pair') {
      this.#coarsen();
      group = this.#groups.get(this.#keyOf(sighting, apart));
    }
    const [first] = this.#groups.values();
    (group ?? first)?.addUnweighed(sighting);
  }

  #groupFor(subject: ConnectionSubject, weighed: Weighed): Group {
    const { apart } = weighed.fit;
    const known = this.#groups.get(this.#keyOf(subject.connection, apart));
    if (known !== undefined) return known;
    const isFull = this.#groups.size >= (this.#fineness === 'pair' ? mostPairs : mostApart);
    if (isFull) {
      this.#coarsen();
      return this.#groupFor(subject, weighed);
    }
    const group = new Group(subject, weighed, this.#fineness === 'none' ? undefined : apart);
    this.#groups.set(this.#keyOf(subject.connection, apart), group);
    return group;
  }

  #keyOf({ originator, responder }: Ends, apart: string | undefined): string {
    if (this.#fineness === 'none') return '';
    if (this.#fineness === 'apart') return apart ?? '';
    return `${apart ?? ''} ${originator.ip} ${responder.ip}`;
  }

  #coarsen(): void {
    this.#fineness = this.#fineness === 'pair' ? 'apart' : 'none';
    const finer = this.#groups;
    this.#groups = new Map();
    for (const group of finer.values()) {
      const key = this.#keyOf(group.exemplar.connection, group.apart);
      const known = this.#groups.get(key);
      if (known === undefined) this.#groups.set(key, group);
      else known.merge(group);
    }
  }
}
