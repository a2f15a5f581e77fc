import type { ProcessRow, WorkerRow } from './snapshot.ts';

export interface ViewSize {
  readonly columns: number;
  readonly rows: number;
}

/** The live view as lines: a worker each, with the tree of what it started. What doesn't fit is counted in the last line. */
export function drawView(title: string, workers: readonly WorkerRow[], { columns, rows }: ViewSize): readonly string[] {
  const width = Math.max(6, ...workers.map(({ name }) => name.length));
  const heading = `${'WORKER'.padEnd(width)}  STATE     ${'PID'.padStart(8)}  ${'MEMORY'.padStart(8)}  RESTARTS  FOR`;
  const lines = workers.flatMap((worker) => [workerLine(worker, width), ...treeLines(worker)]);
  const room = Math.max(1, rows - 3);
  const shown = lines.length <= room ? lines : [...lines.slice(0, room - 1), `… ${lines.length - room + 1} lines more`];
  return [title, heading, ...shown].map((line) => line.slice(0, columns));
}

function workerLine({ name, state, pid, memoryBytes, restarts, forMs }: WorkerRow, width: number): string {
  const cells = [
    name.padEnd(width),
    state.padEnd(8),
    String(pid ?? '-').padStart(8),
    (memoryBytes === undefined ? '-' : `${(memoryBytes / 2 ** 20).toFixed(1)}M`).padStart(8),
    String(restarts).padStart(8),
    forMs === undefined ? '-' : spanOf(forMs),
  ];
  return cells.join('  ');
}

/** Children below their parents; whose parent is not among them stands below the worker. */
function treeLines({ pid, processes }: WorkerRow): readonly string[] {
  const known = new Set(processes.map((process) => process.pid));
  const below = (parent: ProcessRow | undefined, depth: number): readonly string[] =>
    processes
      .filter(({ parentPid }) => (parent === undefined ? !known.has(parentPid) : parentPid === parent.pid))
      .flatMap((process) => [lineOf(process, depth, pid), ...below(process, depth + 1)]);
  return below(undefined, 1);
}

function lineOf({ pid, parentPid, command }: ProcessRow, depth: number, worker: number | undefined): string {
  const away = depth === 1 && parentPid !== worker ? ' (its parent is gone)' : '';
  return `${'  '.repeat(depth)}└ ${pid} ${command}${away}`;
}

function spanOf(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${seconds % 60}s`;
  return `${Math.floor(seconds / 3600)}h${Math.floor((seconds % 3600) / 60)}m`;
}
