import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
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

/** Replaces the file in one step, and only once its content is on the disk: after a crash there is the old state or the new one, whole. */
export function writeState(path: string, state: SupervisorState): void {
  const next = `${path}.next`;
  const file = openSync(next, 'w', 0o600);
  try {
    writeSync(file, JSON.stringify(state));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
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
