import type { SimulatedMinute } from '../usage-report.ts';
import type { Arrival } from './replay.ts';

export const minuteMs = 60_000;

/** Counts what came and what was throttled, in all and minute by minute; times must not go back. Only minutes in which something was throttled are kept. */
export class MinuteTally {
  readonly total = { requests: 0, units: 0, throttledRequests: 0, throttledUnits: 0 };
  readonly #minutes: SimulatedMinute[] = [];
  #current = { requests: 0, units: 0, throttledRequests: 0, throttledUnits: 0 };
  #accounts = new Set<string>();
  #fromMs = Number.NEGATIVE_INFINITY;

  count({ account, requests, cost }: Arrival, nowMs: number, throttled: boolean): void {
    const fromMs = Math.floor(nowMs / minuteMs) * minuteMs;
    if (fromMs !== this.#fromMs) this.#begin(fromMs);
    for (const sums of [this.total, this.#current]) {
      sums.requests += requests;
      sums.units += cost;
      if (!throttled) continue;
      sums.throttledRequests += requests;
      sums.throttledUnits += cost;
    }
    if (throttled) this.#accounts.add(account);
  }

  /** All minutes, the last one included. */
  end(): readonly SimulatedMinute[] {
    this.#begin(Number.POSITIVE_INFINITY);
    return this.#minutes;
  }

  #begin(fromMs: number): void {
    if (this.#accounts.size > 0) {
      this.#minutes.push({ fromMs: this.#fromMs, ...this.#current, throttledAccounts: this.#accounts.size });
    }
    this.#fromMs = fromMs;
    this.#current = { requests: 0, units: 0, throttledRequests: 0, throttledUnits: 0 };
    this.#accounts = new Set();
  }
}
