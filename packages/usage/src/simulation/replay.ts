import { decide, MemoryStore, type Quota, RouteAverages } from '@fivewhys/throttle';

/** A request, or those of an account in a window, as the log tells it. */
export interface Arrival {
  readonly id: number;
  readonly account: string;
  readonly route: string | null;
  readonly requests: number;
  readonly units: number;
  readonly cost: number;
}

/** What was reserved for a request that is under way. */
interface UnderWay {
  readonly arrival: Arrival;
  readonly reserved: number;
}

/**
 * The quota of @fivewhys/throttle over requests of the past: its decision, its store and its averages of routes, in the order in which the throttle itself asks them. The clock is the log's.
 */
export class Replay {
  readonly #quota: Quota;
  readonly #store = new MemoryStore();
  readonly #averages = new RouteAverages();
  readonly #underWay = new Map<number, UnderWay>();

  constructor(quota: Quota) {
    this.#quota = quota;
  }

  get evicted(): number {
    return this.#store.health().evicted;
  }

  /** A request comes. @returns whether it is let in; then it needs its `leave` */
  enter(arrival: Arrival, nowMs: number): boolean {
    const { account, route, id } = arrival;
    const remaining = this.#store.remaining(account, this.#quota, nowMs);
    const { refused } = decide([{ limit: 'usage', quota: this.#quota, remaining, needed: 0 }], true, 1);
    if (refused) return false;
    const reserved = route === null ? 0 : this.#averages.of(route).units;
    this.#store.reserve(account, this.#quota, reserved, nowMs);
    this.#underWay.set(id, { arrival, reserved });
    return true;
  }

  /** A request has ended, and its cost is known. One that was not let in has none. */
  leave(id: number, nowMs: number): void {
    const found = this.#underWay.get(id);
    if (found === undefined) return;
    this.#underWay.delete(id);
    const { arrival, reserved } = found;
    this.#store.settle(arrival.account, this.#quota, reserved, arrival.units, nowMs);
    if (arrival.route !== null) this.#averages.of(arrival.route).learnUnits(arrival.cost);
  }
}
