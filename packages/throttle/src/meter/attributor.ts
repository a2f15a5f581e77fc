import { Bursts } from './bursts.ts';
import type { CpuClock } from './cpu-clock.ts';
import { noIo } from './io-counts.ts';
import { OwnerChanges } from './owner-changes.ts';
import type { RequestUsage } from './request-usage.ts';
import type { ThreadIo } from './thread-io.ts';

export type AttributorName = 'exact' | 'slices' | 'sampled';

/** What makes the three attributors different: which clock is read, and which requests are measured. */
export interface Attribution {
  readonly name: AttributorName;
  readonly clock: CpuClock;
  /** With which probability a request is measured that is expected to take so long. */
  readonly probability: (expectedUs: number) => number;
}

/** After a child process that was started in nobody's name, the next so many requests' callbacks know whose they are; each time twice as many. */
const firstTold = 1000;

/**
 * Charges CPU time, and I/O if that is wanted, to the request whose callback runs. The clock is read only when the owner changes, and hooks are on only while a measured request is
 * under way.
 *
 * That a request's callbacks know whose they are (`AsyncLocalStorage`) takes a tenth of a small request's time. So a request that is not measured goes without, until it matters:
 * when its route is known to start child processes, or when one was started and nobody knows by whom.
 */
export class Attributor {
  readonly name: AttributorName;
  readonly clock: CpuClock;
  readonly #probability: (expectedUs: number) => number;
  readonly #bursts: Bursts;
  readonly #owners: OwnerChanges<RequestUsage>;
  readonly #io: ThreadIo | undefined;
  /** Requests to come that are to know it, and how many they will be the next time. */
  #toTell = 0;
  #nextToTell = firstTold;
  /** What all measured requests together used. */
  measuredUs = 0;

  constructor({ name, clock, probability }: Attribution, random: () => number, io?: ThreadIo) {
    this.name = name;
    this.clock = clock;
    this.#probability = probability;
    this.#bursts = new Bursts(random);
    this.#io = io;
    this.#owners = new OwnerChanges<RequestUsage>(
      (usage) => usage.probability > 0,
      (from, to) => this.#change(from, to),
      io === undefined
        ? undefined
        : (usage) => {
            usage.fileOperations += 1;
          },
    );
  }

  /** The request whose work runs now, as far as it is known. */
  get current(): RequestUsage | undefined {
    return this.#owners.owner;
  }

  /** Finds out whose children are started, from now on for a while. */
  tellMore(): void {
    if (this.#toTell > 0) return;
    this.#toTell = this.#nextToTell;
    this.#nextToTell *= 2;
  }

  /**
   * Decides whether the request is measured; it is for sure when nothing can be expected of it yet. Each `begin` needs its `end`.
   * @param atLeast with which probability, where little is known
   */
  begin(usage: RequestUsage, unknown: boolean, atLeast = 0): void {
    if (this.#toTell > 0) {
      this.#toTell -= 1;
      usage.told = true;
    }
    const chosen = this.#bursts.next();
    const probability = unknown ? 1 : Math.max(atLeast, this.#probability(usage.expectedUs));
    if (chosen >= probability) {
      this.#owners.rest();
      return;
    }
    usage.probability = probability;
    usage.told = true;
    this.#owners.watch();
  }

  run<T>(usage: RequestUsage, work: () => T): T {
    // Within the scope of another request, as a pipelined one can be, it needs its own.
    return usage.told || this.#owners.owner !== undefined ? this.#owners.run(usage, work) : work();
  }

  /** Has something learned from a request that was measured, at a time when that makes no choice unfair. */
  learn(lesson: () => void): void {
    if (this.name === 'sampled') this.#bursts.learn(lesson);
    else lesson();
  }

  /** Brings the figures up to now, for a request that looks at its own cost. */
  flush(usage: RequestUsage): void {
    if (usage.measured) this.#owners.flush();
  }

  /** Does some work of our own whose I/O is nobody's. */
  unseen<T>(work: () => T): T {
    if (this.#io === undefined) return work();
    this.#owners.flush();
    const result = work();
    this.#io.charge(undefined);
    return result;
  }

  end(usage: RequestUsage): void {
    if (!usage.measured || usage.ended) return;
    this.#owners.flush();
    usage.ended = true;
    this.#owners.release(usage);
    this.#owners.unwatch();
  }

  close(): void {
    this.#owners.close();
    this.#io?.close();
  }

  #change(from: RequestUsage | undefined, to: RequestUsage | undefined): void {
    const { clock } = this;
    if (from === undefined) {
      if (to === undefined) return;
      clock.read();
      this.#io?.charge(undefined);
      return;
    }
    const { userUs, systemUs } = clock;
    clock.read();
    const user = clock.userUs - userUs;
    const system = clock.systemUs - systemUs;
    from.userUs += user;
    from.systemUs += system;
    if (this.#io !== undefined) {
      from.io ??= noIo();
      this.#io.charge(from.io);
    }
    this.measuredUs += user + system;
    if (from.ended) from.onLate?.(user, system);
  }
}
