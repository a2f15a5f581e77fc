import type { Death, DeathCause, EndedBecause } from '../death/death.ts';
import type { LagTrend } from '../decisions/lag-trend.ts';
import type { QueueAlarm } from '../decisions/queue-alarms.ts';
import type { QueueFigures } from '../decisions/queue-figures.ts';
import type { LoggingCut } from '../logging/logging-cuts.ts';

/** Which worker an event is about: `KIND.INDEX`, and how many were started in its place. */
export interface WorkerSubject {
  readonly worker: string;
  readonly instance: number;
  readonly pid: number;
}

/** A process whose parent instance was dead, and how it looked before it was ended. */
export interface Orphan {
  readonly pid: number;
  readonly command: string;
  /** What it held in memory, as far as it could be read: its proportional set size. */
  readonly pssBytes?: number;
}

/** What happened, as evidence: each is one observed fact. */
export type WorkerFact =
  | {
      readonly event: 'supervisor-started';
      readonly pid: number;
      readonly containment: 'cgroup' | 'cookie';
      readonly countsMemory: boolean;
      readonly promise: string;
    }
  | { readonly event: 'supervisor-stopped'; readonly because: string }
  | { readonly event: 'supervisor-died'; readonly pid: number; readonly adopted: number; readonly swept: number }
  | ({ readonly event: 'worker-started'; readonly command: readonly string[] } & WorkerSubject)
  | ({ readonly event: 'worker-adopted' } & WorkerSubject)
  | ({ readonly event: 'worker-ready'; readonly afterMs: number } & WorkerSubject)
  | ({ readonly event: 'worker-asked-to-end'; readonly because: EndedBecause; readonly signal: string } & WorkerSubject)
  | ({ readonly event: 'worker-died'; readonly death: Death } & WorkerSubject)
  | ({
      readonly event: 'orphans-ended';
      readonly orphans: readonly Orphan[];
      /** More than are listed, when there were very many. */
      readonly count: number;
      readonly killed: boolean;
      /** From the moment that the parent's death was seen until none was left. */
      readonly tookMs: number;
      readonly left: number;
    } & WorkerSubject)
  | { readonly event: 'orphans-not-reaped'; readonly pid: number; readonly command: string }
  | ({ readonly event: 'logging-cut' } & LoggingCut & WorkerSubject)
  | { readonly event: 'restart-scheduled'; readonly worker: string; readonly inMs: number }
  | {
      readonly event: 'crash-loop';
      readonly worker: string;
      readonly deaths: number;
      readonly inMs: number;
      readonly cause: DeathCause;
    }
  | ({ readonly event: 'soft-memory-limit'; readonly bytes: number; readonly limitBytes: number } & WorkerSubject)
  | ({ readonly event: 'hard-memory-limit'; readonly bytes: number; readonly limitBytes: number } & WorkerSubject)
  | {
      readonly event: 'queue-lag';
      readonly kind: string;
      readonly trend: LagTrend;
      /** The last reading; missing when it failed. */
      readonly lag?: number;
    }
  | { readonly event: 'queue-figures'; readonly kind: string; readonly figures: QueueFigures }
  | {
      readonly event: 'queue-alarm';
      readonly kind: string;
      readonly alarm: QueueAlarm;
      readonly state: 'begun' | 'ended';
      /** What was expected, where somebody said so. */
      readonly oldestWithinMs?: number;
      readonly consumersExpected?: number;
      readonly figures: QueueFigures;
    }
  | { readonly event: 'queue-unreadable'; readonly kind: string; readonly because: string }
  | { readonly event: 'reloaded'; readonly added: number; readonly removed: number; readonly replaced: number }
  | { readonly event: 'reload-refused'; readonly because: string }
  | {
      readonly event: 'guard-started';
      readonly pid: number;
      readonly sees: 'trace' | 'poll';
      readonly match: string;
      readonly dryRun: boolean;
      readonly promise: string;
    }
  | { readonly event: 'guard-stopped'; readonly pid: number; readonly because: string }
  | {
      readonly event: 'parent-died';
      readonly pid: number;
      readonly command: string;
      readonly signal?: string;
      readonly sentBy?: number;
      /** Whether the kernel killed it for want of memory, where that is known. */
      readonly outOfMemory?: { readonly byKernel: boolean; readonly fact: string };
      readonly orphans: readonly Orphan[];
      readonly ended: boolean;
      readonly killed: boolean;
      readonly tookMs: number;
      readonly left: number;
    };

/** One line of the evidence. */
export type WorkerEvent = { readonly version: 1; readonly instant: string; readonly supervisor: string } & WorkerFact;
