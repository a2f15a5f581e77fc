import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { CellRecord } from '../containment/containment.ts';
import type { ProcessIdentity } from '../process/process-info.ts';

/** What the next supervisor needs to know of a worker. Written before the worker is started, when it has no process yet, and again after. */
export interface WorkerRecord {
  readonly kind: string;
  readonly index: number;
  readonly instance: number;
  readonly cell: CellRecord;
  readonly process?: ProcessIdentity;
  /** The command and its settings: a worker that was started otherwise than it would be now is replaced. */
  readonly settings: string;
}

export interface SupervisorState {
  readonly version: 1;
  readonly bootId: string;
  readonly supervisor: ProcessIdentity;
  readonly workers: readonly WorkerRecord[];
}

/**
 * Replaces the file in one step: whoever reads it, also after a supervisor was killed here, finds the old state or the new one, whole. It is not flushed to the disk, which can take seconds: a machine that goes down takes
 * all that it tells of with it.
 */
export function writeState(path: string, state: SupervisorState): void {
  const next = `${path}.next`;
  writeFileSync(next, JSON.stringify(state), { mode: 0o600 });
  renameSync(next, path);
}

/** The state that an earlier supervisor left; undefined when there is none, it is of another version, or of another boot, whose processes are all gone. */
export function readState(path: string, bootId: string): SupervisorState | undefined {
  try {
    const state = JSON.parse(readFileSync(path, 'utf8')) as SupervisorState;
    return state.version === 1 && state.bootId === bootId ? state : undefined;
  } catch {
    return undefined;
  }
}

export function makeStateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}
