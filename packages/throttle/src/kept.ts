/** What was worked out for a key, kept as long as it is among the newest so many. When there are more, it begins anew: a client that sends ever new ones makes others be worked out again, no more. */
export class Kept<Value> {
  readonly #most: number;
  readonly #work: (key: string) => Value;
  #values = new Map<string, Value>();

  constructor(most: number, work: (key: string) => Value) {
    this.#most = most;
    this.#work = work;
  }

  of(key: string): Value {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    if (this.#values.size >= this.#most) this.#values = new Map();
    const value = this.#work(key);
    this.#values.set(key, value);
    return value;
  }
}
