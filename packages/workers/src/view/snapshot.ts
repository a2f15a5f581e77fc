import { lookAround } from '../containment/look-around.ts';
import type { Phase } from '../decisions/worker-model.ts';
import { readCommandLine } from '../process/proc.ts';
import type { ProcessInfo } from '../process/process-info.ts';
import type { QueueState } from '../queue/queue-watch.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';

export interface WorkerRow {
  readonly name: string;
  readonly state: Phase['kind'];
  readonly pid: number | undefined;
  readonly memoryBytes: number | undefined;
  /** How many were started here after the first. */
  readonly restarts: number;
  readonly forMs: number | undefined;
  /** The processes that it started, as a tree. */
  readonly processes: readonly ProcessRow[];
}

export interface ProcessRow {
  readonly pid: number;
  readonly parentPid: number;
  readonly command: string;
}

export interface Snapshot {
  readonly workers: readonly WorkerRow[];
  readonly queues: readonly QueueState[];
}

/** What there is to see now. */
export function snapshotOf(supervisor: Supervisor): Snapshot {
  return { workers: workersOf(supervisor), queues: supervisor.queues };
}

function workersOf(supervisor: Supervisor): readonly WorkerRow[] {
  const look = supervisor.containment.kind === 'cookie' ? lookAround() : undefined;
  const nowMs = performance.now();
  return supervisor.places.map((place) => {
    const { phase, instance } = place.model;
    const started = 'startedMs' in phase ? phase.startedMs : undefined;
    return {
      name: place.name,
      state: phase.kind,
      pid: place.pid,
      memoryBytes: place.memoryBytes,
      restarts: Math.max(0, instance - 1),
      forMs: started === undefined ? undefined : nowMs - started,
      processes: place
        .members(look)
        .filter(({ pid }) => pid !== place.pid)
        .map(rowOf),
    };
  });
}

function rowOf({ pid, parentPid }: ProcessInfo): ProcessRow {
  return { pid, parentPid, command: readCommandLine(pid, 60) };
}
