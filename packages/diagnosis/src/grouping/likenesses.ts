import type { Sighting } from './sighting.ts';
import type { Story } from './story.ts';

/** Of each likeness so many are weighed one by one, and fewer once many were in all. */
const weighedFirst = 1000;
const manyInAll = 5000;
const weighedFirstOfMany = 8;
/** Of the others one in so many, lest the surroundings have changed meanwhile. */
const weighedAfter = 256;
/** More likenesses than these are not told apart. */
const mostLikenesses = 65_536;
const others = 'others';

interface Likeness {
  seen: number;
  /** Where the last one that was weighed belongs. */
  story: Story | undefined;
  apart: string | undefined;
}

/**
 * Connections that look the same by their rows, as far as any cause would look: in a flood the first of them are weighed, and the others counted with the last one that
 * was. A flood from made-up addresses would else cost as much time and memory as an attacker likes.
 */
export class Likenesses {
  readonly #known = new Map<string, Likeness>();
  /** Connections that were left to be weighed. */
  #sent = 0;

  /** @returns false if the connection is to be weighed; then `weighed` is called for it */
  count(key: string, sight: () => Sighting): boolean {
    const likeness = this.#open(key);
    likeness.seen += 1;
    const { seen, story, apart } = likeness;
    const first = this.#sent < manyInAll ? weighedFirst : weighedFirstOfMany;
    if (seen <= first || story === undefined || seen % weighedAfter === 0) {
      this.#sent += 1;
      return false;
    }
    story.addUnweighed(sight(), apart);
    return true;
  }

  weighed(key: string, story: Story, apart: string | undefined): void {
    const likeness = this.#open(key);
    likeness.story = story;
    likeness.apart = apart;
  }

  /** What follows is of another capture. */
  forget(): void {
    this.#known.clear();
    this.#sent = 0;
  }

  #open(key: string): Likeness {
    const isOther = this.#known.size >= mostLikenesses && !this.#known.has(key);
    const name = isOther ? others : key;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const likeness: Likeness = { seen: 0, story: undefined, apart: undefined };
    this.#known.set(name, likeness);
    return likeness;
  }
}
