import process from 'node:process';
import { readChildTimes } from './child-times.ts';

/** Where the CPU time of this process went since the throttle was made. */
export interface CpuAccount {
  /** Of all threads, and of children that have ended. */
  readonly totalUs: number;
  /** Charged to requests, as far as they are settled: measured or, for those that were not chosen to be measured, expected. */
  readonly attributedUs: number;
  /** Everything else; it never goes to an account. Below zero when the expectations were too high. */
  readonly unattributed: {
    /** This thread: reading and parsing requests, timers, garbage collection, whatever the application does for nobody. */
    readonly threadUs: number;
    /** Other threads: the pool of libuv (files, DNS, crypto, zlib), helpers of V8, workers. */
    readonly otherThreadsUs: number;
    readonly childrenUs: number;
  };
}

/** Keeps the baseline, and says what became of the CPU time since. */
export class CpuAccounting {
  readonly #process = process.cpuUsage();
  readonly #thread = process.threadCpuUsage();
  readonly #children = sum(readChildTimes());
  /** CPU time charged to requests, their children left out. */
  ownUs = 0;

  account(attributedChildrenUs: number): CpuAccount {
    const processUs = userAndSystem(process.cpuUsage(this.#process));
    const threadUs = userAndSystem(process.threadCpuUsage(this.#thread));
    const childrenUs = sum(readChildTimes()) - this.#children;
    return {
      totalUs: processUs + childrenUs,
      attributedUs: this.ownUs + attributedChildrenUs,
      unattributed: {
        threadUs: threadUs - this.ownUs,
        otherThreadsUs: processUs - threadUs,
        childrenUs: childrenUs - attributedChildrenUs,
      },
    };
  }
}

function userAndSystem({ user, system }: { readonly user: number; readonly system: number }): number {
  return user + system;
}

function sum(times: ReturnType<typeof readChildTimes>): number {
  return times === undefined ? 0 : times.userUs + times.systemUs;
}
