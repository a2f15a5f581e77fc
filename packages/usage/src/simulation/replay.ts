import { decide, MemoryStore, type Quota, RouteAverages } from '@fivewhys/throttle';
import { Endings } from './endings.ts';

/** A request, or those of an account in a window, as the log tells it. */
export interface Arrival {
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
  readonly #underWay = new Endings<UnderWay>();

  constructor(quota: Quota) {
    this.#quota = quota;
  }

  get evicted(): number {
    return this.#store.health().evicted;
  }

  /**
   * A request comes, after all that had ended by then was charged. Starts must not go back.
   *
   * @returns whether it is let in; then it is charged when it ends
   */
  arrive(arrival: Arrival, startMs: number, endMs: number): boolean {
    for (let ended = this.#underWay.takeBy(startMs); ended !== undefined; ended = this.#underWay.takeBy(startMs)) {
      this.#settle(ended.of, ended.endMs);
    }
    const { account, route } = arrival;
    const remaining = this.#store.remaining(account, this.#quota, startMs);
    const { refused } = decide([{ limit: 'usage', quota: this.#quota, remaining, needed: 0 }], true, 1);
    if (refused) return false;
    const reserved = route === null ? 0 : this.#averages.of(route).units;
    this.#store.reserve(account, this.#quota, reserved, startMs);
    this.#underWay.add(endMs, { arrival, reserved });
    return true;
  }

  #settle({ arrival, reserved }: UnderWay, endMs: number): void {
    this.#store.settle(arrival.account, this.#quota, reserved, arrival.units, endMs);
    // One that cost nothing was refused at the time; the throttle doesn't learn from those either.
    if (arrival.route !== null && arrival.cost > 0) this.#averages.of(arrival.route).learnUnits(arrival.cost);
  }
}
