import { hashPrefix } from '@fivewhys/capture';

const keyWords = 5;
const firstCapacity = 4096;

/**
 * Keys of five words, numbered from 0 in the order in which they come: an open hash over typed arrays. A Map takes no key of several words, and a text made of them for each look costs more
 * than the look itself.
 */
export class KeyTable {
  readonly #most: number;
  /** Another one in each run, so that nobody can make up keys that all fall into one bucket. */
  readonly #seed = (Math.random() * 0x1_0000_0000) | 0;
  #keys = new Int32Array(firstCapacity * keyWords);
  /** Number of a key plus 1, or 0; the next bucket is tried after a taken one. Half of them stay empty. */
  #buckets = new Int32Array(2 * firstCapacity);
  #count = 0;

  /** @param most keys beyond so many get no number */
  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#count;
  }

  /** One of a key's words. */
  word(number: number, index: number): number {
    return this.#keys[number * keyWords + index];
  }

  /** The number of a key; -1 when it has none. */
  find(word0: number, word1: number, word2 = 0, word3 = 0, word4 = 0): number {
    return this.#buckets[this.#bucketOf(word0, word1, word2, word3, word4)] - 1;
  }

  /** The number of a key, a new one if it has none yet; -1 when there is no room. */
  numberOf(word0: number, word1: number, word2 = 0, word3 = 0, word4 = 0): number {
    const bucket = this.#bucketOf(word0, word1, word2, word3, word4);
    const known = this.#buckets[bucket] - 1;
    if (known >= 0 || this.#count === this.#most) return known;
    if (this.#count * keyWords === this.#keys.length) {
      this.#grow();
      return this.numberOf(word0, word1, word2, word3, word4);
    }
    const key = this.#count * keyWords;
    this.#keys[key] = word0;
    this.#keys[key + 1] = word1;
    this.#keys[key + 2] = word2;
    this.#keys[key + 3] = word3;
    this.#keys[key + 4] = word4;
    this.#count += 1;
    this.#buckets[bucket] = this.#count;
    return this.#count - 1;
  }

  /** The bucket of a key, or the empty one that would be its. */
  #bucketOf(word0: number, word1: number, word2: number, word3: number, word4: number): number {
    const keys = this.#keys;
    const buckets = this.#buckets;
    const hash = hashPrefix(hashPrefix(this.#seed, word0, word1, word2), word3, word4, 0);
    for (let bucket = hash & (buckets.length - 1); ; bucket = (bucket + 1) & (buckets.length - 1)) {
      const number = buckets[bucket] - 1;
      if (number < 0) return bucket;
      const key = number * keyWords;
      if (
        keys[key] === word0 &&
        keys[key + 1] === word1 &&
        keys[key + 2] === word2 &&
        keys[key + 3] === word3 &&
        keys[key + 4] === word4
      ) {
        return bucket;
      }
    }
  }

  #grow(): void {
    const keys = new Int32Array(this.#keys.length * 4);
    keys.set(this.#keys);
    this.#keys = keys;
    this.#buckets = new Int32Array(this.#buckets.length * 4);
    for (let key = 0; key < this.#count * keyWords; key += keyWords) {
      const bucket = this.#bucketOf(keys[key], keys[key + 1], keys[key + 2], keys[key + 3], keys[key + 4]);
      this.#buckets[bucket] = key / keyWords + 1;
    }
  }
}
