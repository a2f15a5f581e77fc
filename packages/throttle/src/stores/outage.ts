/** How long to leave a store alone that failed so many times in a row. */
function pauseMs(failures: number): number {
  return Math.min(10_000, 100 * 2 ** failures);
}

/**
 * A circuit breaker, and the account of every stretch in which the store did not answer. Two failures in a row open it; then one attempt at a time is made, rarer and rarer, until one succeeds.
 */
export class Outage {
  #failures = 0;
  #since: number | undefined;
  #nextMs = 0;
  #pastMs = 0;
  outages = 0;
  lastError: string | undefined;

  get open(): boolean {
    return this.#since !== undefined;
  }

  /** Whether to try now. */
  mayTry(nowMs: number): boolean {
    return !this.open || nowMs >= this.#nextMs;
  }

  succeeded(nowMs: number): void {
    this.#failures = 0;
    if (this.#since !== undefined) this.#pastMs += nowMs - this.#since;
    this.#since = undefined;
  }

  failed(error: unknown, nowMs: number): void {
    this.#failures += 1;
    this.lastError = error instanceof Error ? error.message : String(error);
    this.#nextMs = nowMs + pauseMs(this.#failures);
    if (this.#failures < 2 || this.open) return;
    this.#since = nowMs;
    this.outages += 1;
  }

  durationMs(nowMs: number): number {
    return this.#pastMs + (this.#since === undefined ? 0 : nowMs - this.#since);
  }
}
