import type { Death, EndedBecause } from '../death/death.ts';
import type { KilledBecause } from '../death/understand-death.ts';
import type { CrashLoop, DeathMark } from './crash-loop.ts';

/** Where a worker is in its life. Times are of a clock that only goes forward. */
export type Phase =
  | { readonly kind: 'waiting'; readonly untilMs: number }
  /** Asked to start; whether it did is not known yet. */
  | { readonly kind: 'launching' }
  | { readonly kind: 'starting'; readonly startedMs: number }
  | {
      readonly kind: 'ready';
      readonly startedMs: number;
      readonly aliveMs: number;
      readonly rotateAtMs: number | undefined;
      /** A reason to replace it that waits for its turn. */
      readonly replace: EndedBecause | undefined;
    }
  | { readonly kind: 'draining'; readonly startedMs: number; readonly because: EndedBecause; readonly killAtMs: number }
  /** Killed; that it ended is not seen yet. */
  | {
      readonly kind: 'killed';
      readonly startedMs: number;
      readonly because: KilledBecause;
      readonly askedFor: EndedBecause | undefined;
      readonly againAtMs: number;
    }
  /** Ended; its orphans are being ended. */
  | { readonly kind: 'sweeping'; readonly death: Death }
  | { readonly kind: 'stopped'; readonly because: 'stop' | 'finished' | 'crash-loop' };

/** One place that is kept filled with a worker. */
export interface WorkerModel {
  readonly phase: Phase;
  /** How many were started in this place, by this supervisor and those whose state it took over. */
  readonly instance: number;
  readonly deaths: readonly DeathMark[];
  readonly deathsInARow: number;
  /** Once true it stays true: nothing is started any more. */
  readonly stopping: EndedBecause | undefined;
}

export type WorkerInput =
  | { readonly kind: 'tick' }
  | { readonly kind: 'started' }
  /** Found running, started by an earlier supervisor. */
  | { readonly kind: 'adopted' }
  | { readonly kind: 'alive' }
  | { readonly kind: 'ended'; readonly death: Death }
  | { readonly kind: 'swept' }
  | { readonly kind: 'memory'; readonly bytes: number }
  /** To be replaced when its turn comes. */
  | { readonly kind: 'replace'; readonly because: EndedBecause }
  /** Its turn has come. */
  | { readonly kind: 'turn' }
  | { readonly kind: 'stop'; readonly because: EndedBecause };

/** What is to be done, in this order. */
export type WorkerAction =
  | { readonly kind: 'start' }
  | { readonly kind: 'drain'; readonly signal: NodeJS.Signals; readonly because: EndedBecause }
  | { readonly kind: 'kill'; readonly because: KilledBecause }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'say-ready'; readonly afterMs: number }
  | { readonly kind: 'say-restart'; readonly inMs: number }
  | { readonly kind: 'say-soft-limit'; readonly bytes: number }
  | { readonly kind: 'say-hard-limit'; readonly bytes: number }
  | { readonly kind: 'say-crash-loop'; readonly loop: CrashLoop };

export interface WorkerStep {
  readonly model: WorkerModel;
  readonly actions: readonly WorkerAction[];
}

/** A place that has never held a worker. */
export function newWorker(startAtMs: number, instance = 0): WorkerModel {
  return {
    phase: { kind: 'waiting', untilMs: startAtMs },
    instance,
    deaths: [],
    deathsInARow: 0,
    stopping: undefined,
  };
}
