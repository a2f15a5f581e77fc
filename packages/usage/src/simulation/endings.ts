/** What ends later, in the order in which it ends: a binary heap. */
export class Endings<Of> {
  readonly #heap: { readonly endMs: number; readonly of: Of }[] = [];

  add(endMs: number, of: Of): void {
    const heap = this.#heap;
    let at = heap.push({ endMs, of }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#endOf(parent) <= endMs) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** Takes out what ends first, if it ends by then. */
  takeBy(nowMs: number): { readonly endMs: number; readonly of: Of } | undefined {
    const heap = this.#heap;
    const [first] = heap;
    if (first === undefined || first.endMs > nowMs) return undefined;
    const last = heap.pop() as typeof first;
    if (heap.length > 0) {
      heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #sink(): void {
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (this.#endOf(child) < this.#endOf(least)) least = child;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #endOf(index: number): number {
    return this.#heap[index]?.endMs ?? Number.POSITIVE_INFINITY;
  }

  #swap(one: number, other: number): void {
    const heap = this.#heap;
    const kept = heap[one] as (typeof heap)[number];
    heap[one] = heap[other] as typeof kept;
    heap[other] = kept;
  }
}
