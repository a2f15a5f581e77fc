import type { Containment } from '../containment/containment.ts';
import type { KernelKillsWatch } from '../death/kernel-kills.ts';
import type { WorkerFact } from '../events/worker-event.ts';
import type { ReapingWatch } from './reaping-watch.ts';

/** What a worker's place uses of its supervisor. */
export interface Rim {
  readonly containment: Containment;
  readonly stateFolder: string;
  /** Identifies the supervisor in cookies; the same after a restart. */
  readonly name: string;
  /** What the kernel killed for want of memory. */
  readonly kernelKills: KernelKillsWatch;
  readonly reaping: ReapingWatch;
  record(fact: WorkerFact): void;
  /** Writes down which workers there are. */
  save(): void;
  /** The same once for all that happens now, such as the end of many workers. */
  saveSoon(): void;
  /** What a worker wrote to standard error. */
  forward(chunk: Buffer): void;
  /** Where workers' standard output goes: to the supervisor's, or the way of standard error, past a live view. */
  readonly stdout: 'inherit' | 'forward';
  /** Called when a place has come to rest: it may be the last. */
  changed(): void;
}
