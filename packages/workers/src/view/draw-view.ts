import type { QueueState } from '../queue/queue-watch.ts';
import { durationText } from './duration-text.ts';
import { figuresText } from './queue-text.ts';
import type { ProcessRow, Snapshot, WorkerRow } from './snapshot.ts';

export interface ViewSize {
  readonly columns: number;
  readonly rows: number;
}

/** The live view as lines: the queues, then a worker each, with the tree of what it started. What doesn't fit is counted in the last line. */
export function drawView(title: string, { workers, queues }: Snapshot, { columns, rows }: ViewSize): readonly string[] {
  const width = Math.max(6, ...workers.map(({ name }) => name.length));
  const heading = `${'WORKER'.padEnd(width)}  STATE     ${'PID'.padStart(8)}  ${'MEMORY'.padStart(8)}  RESTARTS  FOR`;
  const lines = workers.flatMap((worker) => [workerLine(worker, width), ...treeLines(worker)]);
  const room = Math.max(1, rows - 3 - queues.length);
  const shown = lines.length <= room ? lines : [...lines.slice(0, room - 1), `… ${lines.length - room + 1} lines more`];
  return [title, ...queues.map(queueLine), heading, ...shown].map((line) => line.slice(0, columns));
}

/** Alarms come first: a narrow terminal cuts the end off. */
function queueLine({ kind, figures, consumersExpected, trend, alarms, unreadable }: QueueState): string {
  const alarm = alarms.size === 0 ? '' : `ALARM ${[...alarms].join(', ')}: `;
  if (unreadable !== undefined) return `queue of ${kind}: ${alarm}unknown: ${unreadable}`;
  if (figures === undefined) return `queue of ${kind}: not read yet`;
  return `queue of ${kind}: ${alarm}${trend === 'grows' ? 'grows, ' : ''}${figuresText(figures, consumersExpected)}`;
}

function workerLine({ name, state, pid, memoryBytes, restarts, forMs }: WorkerRow, width: number): string {
  const cells = [
    name.padEnd(width),
    state.padEnd(8),
    String(pid ?? '-').padStart(8),
    (memoryBytes === undefined ? '-' : `${(memoryBytes / 2 ** 20).toFixed(1)}M`).padStart(8),
    String(restarts).padStart(8),
    forMs === undefined ? '-' : durationText(forMs),
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
