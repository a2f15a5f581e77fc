import process from 'node:process';

/** CPU time used so far, in microseconds. `read` writes it into the clock itself: it is called twice per change of owner, and must allocate little. */
export interface CpuClock {
  readonly kind: CpuClockKind;
  userUs: number;
  systemUs: number;
  read(): void;
}

export type CpuClockKind = 'synced-thread' | 'thread' | 'slices';

/**
 * The CPU time of this thread. On Linux it is accounted only at the ticks of the scheduler (every 1 to 10 ms) unless something asks for the
 * exact figure: `process.cpuUsage()` makes the kernel bring the running task up to date (`task_sched_runtime` by way of
 * `thread_group_cputime`), so that the read of the thread that follows is exact to the microsecond. The price is the second read.
 */
export class ThreadClock implements CpuClock {
  readonly kind: 'synced-thread' | 'thread';
  userUs = 0;
  systemUs = 0;
  readonly #synced: boolean;

  constructor(synced: boolean) {
    this.#synced = synced;
    this.kind = synced ? 'synced-thread' : 'thread';
    this.read();
  }

  read(): void {
    if (this.#synced) process.cpuUsage();
    const { user, system } = process.threadCpuUsage();
    this.userUs = user;
    this.systemUs = system;
  }
}
