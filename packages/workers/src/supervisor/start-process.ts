import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkerKind } from '../config/worker-kind.ts';
import { type Cell, cookieName } from '../containment/containment.ts';
import { reportOptions, stackOptions } from '../death/collect-traces.ts';

export interface Place {
  readonly kind: WorkerKind;
  readonly index: number;
  readonly cookie: string;
  readonly stateFolder: string;
  readonly stderr: number;
  readonly stdout: number | 'inherit';
}

/**
 * Starts a worker in its cell. It leads a session and process group of its own, so that the terminal's Ctrl-C reaches only the supervisor, which then ends workers in order.
 */
export function startProcess(cell: Cell, place: Place): ChildProcess {
  const { kind, stderr, stdout } = place;
  // Node.js would say that the program is not there, and name the shell.
  if (kind.cwd !== undefined && !existsSync(kind.cwd)) throw new Error(`its folder ${kind.cwd} is not there`);
  const [file, ...args] = cell.entering(kind.command);
  const stdio = ['ignore', stdout, stderr] as const;
  return spawn(file, args, {
    cwd: kind.cwd,
    env: environmentOf(place),
    detached: true,
    stdio: kind.health.by === 'ipc' ? [...stdio, 'ipc'] : [...stdio],
  });
}

/** What the names of a place's files are made of. */
export interface PlaceNames {
  readonly stateFolder: string;
  readonly kind: Pick<WorkerKind, 'name'>;
  readonly index: number;
}

/** The file that a worker touches to say that it lives. */
export function aliveFileOf({ stateFolder, kind, index }: PlaceNames): string {
  return join(stateFolder, `${kind.name}.${index}.alive`);
}

export function reportFolderOf({ stateFolder, kind, index }: PlaceNames): string {
  return join(stateFolder, 'reports', `${kind.name}.${index}`);
}

/** What a worker writes to standard error. */
export function outputPathOf({ stateFolder, kind, index }: PlaceNames): string {
  return join(stateFolder, `${kind.name}.${index}.stderr`);
}

function environmentOf(place: Place): NodeJS.ProcessEnv {
  const { kind, index, cookie } = place;
  // Of the supervisor's own: systemd's socket is for the supervisor, not for its workers.
  const { NOTIFY_SOCKET: _, WATCHDOG_USEC: __, WATCHDOG_PID: ___, ...inherited } = process.env;
  const env: NodeJS.ProcessEnv = {
    ...inherited,
    ...kind.env,
    [cookieName]: cookie,
    FIVEWHYS_WORKER_KIND: kind.name,
    FIVEWHYS_WORKER_INDEX: String(index),
  };
  if (kind.health.by === 'file') env.FIVEWHYS_ALIVE_FILE = aliveFileOf(place);
  if (kind.reports) {
    const folder = reportFolderOf(place);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    env.NODE_OPTIONS = [stackOptions, env.NODE_OPTIONS, reportOptions(folder)].filter(Boolean).join(' ');
  }
  return env;
}
