import type { CpuClock } from './cpu-clock.ts';
import { OwnerChanges } from './owner-changes.ts';
import type { RequestUsage } from './request-usage.ts';

export type AttributorName = 'exact' | 'slices' | 'sampled';

/** What makes the three attributors different: which clock is read, and which requests are measured. */
export interface Attribution {
  readonly name: AttributorName;
  readonly clock: CpuClock;
  /** With which probability a request is measured that is expected to take so long. */
  readonly probability: (expectedUs: number) => number;
}

/**
 * Charges CPU time to the request whose callback runs. The clock is read only when the owner changes, and hooks are on only while a measured request is under way.
 */
export class Attributor {
  readonly name: AttributorName;
  readonly clock: CpuClock;
  readonly #probability: (expectedUs: number) => number;
  readonly #random: () => number;
  readonly #owners: OwnerChanges<RequestUsage>;
  /** What all measured requests together used. */
  measuredUs = 0;

  constructor({ name, clock, probability }: Attribution, random: () => number) {
    this.name = name;
    this.clock = clock;
    this.#probability = probability;
    this.#random = random;
    this.#owners = new OwnerChanges<RequestUsage>(
      (usage) => usage.probability > 0,
      (from, to) => this.#change(from, to),
    );
  }

  /** The request whose work runs now. */
  get current(): RequestUsage | undefined {
    return this.#owners.owner;
  }

  /** Decides whether the request is measured; it is for sure when nothing can be expected of it yet. Each `begin` needs its `end`. */
  begin(usage: RequestUsage, unknown: boolean): void {
    const probability = unknown ? 1 : this.#probability(usage.expectedUs);
    if (probability < 1 && this.#random() >= probability) return;
    usage.probability = probability;
    this.#owners.watch();
  }

  run<T>(usage: RequestUsage, work: () => T): T {
    return this.#owners.run(usage, work);
  }

  /** Brings the figures up to now, for a request that looks at its own cost. */
  flush(usage: RequestUsage): void {
    if (usage.measured) this.#owners.flush();
  }

  end(usage: RequestUsage): void {
    if (!usage.measured || usage.ended) return;
    this.#owners.flush();
    usage.ended = true;
    this.#owners.release(usage);
    this.#owners.unwatch(usage.probability === 1);
  }

  close(): void {
    this.#owners.close();
  }

  #change(from: RequestUsage | undefined, to: RequestUsage | undefined): void {
    const { clock } = this;
    if (from === undefined) {
      if (to !== undefined) clock.read();
      return;
    }
    const { userUs, systemUs } = clock;
    clock.read();
    const user = clock.userUs - userUs;
    const system = clock.systemUs - systemUs;
    from.userUs += user;
    from.systemUs += system;
    this.measuredUs += user + system;
    if (from.ended) from.onLate?.(user, system);
  }
}
