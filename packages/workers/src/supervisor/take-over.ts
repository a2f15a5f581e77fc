import { setTimeout as sleep } from 'node:timers/promises';
import type { SupervisorConfig, WorkerKind } from '../config/worker-kind.ts';
import { defaultKind } from '../config/worker-kind.ts';
import type { Containment } from '../containment/containment.ts';
import { collectReport } from '../death/collect-traces.ts';
import type { Death } from '../death/death.ts';
import { redact } from '../death/redact.ts';
import { understandDeath } from '../death/understand-death.ts';
import type { WorkerFact } from '../events/worker-event.ts';
import { askToEnd } from '../process/ask-to-end.ts';
import { isAlive } from '../process/proc.ts';
import type { ProcessIdentity } from '../process/process-info.ts';
import { endBoundsOf } from './end-bounds.ts';
import { endMembers } from './end-members.ts';
import { OutputFile } from './output-file.ts';
import { outputPathOf, reportFolderOf } from './start-process.ts';
import type { SupervisorState, WorkerRecord } from './state-file.ts';

export interface TakeOver {
  readonly adopt: readonly (WorkerRecord & { readonly process: ProcessIdentity })[];
  readonly sweep: readonly WorkerRecord[];
}

/** What becomes of the workers that an earlier supervisor left: who runs and is still wanted is adopted; what else is in a cell is ended. */
export function planTakeOver(
  state: SupervisorState,
  config: SupervisorConfig,
  alive: (process: ProcessIdentity) => boolean,
): TakeOver {
  const adopt: (WorkerRecord & { readonly process: ProcessIdentity })[] = [];
  const sweep: WorkerRecord[] = [];
  for (const record of state.workers) {
    const { process } = record;
    const kind = config.workers.find(({ name }) => name === record.kind);
    const wanted = kind !== undefined && record.index < kind.count;
    if (wanted && process !== undefined && alive(process)) adopt.push({ ...record, process });
    else sweep.push(record);
  }
  return { adopt, sweep };
}

/** What can still be known of a worker that died while there was no supervisor: what it wrote last. To be asked before its successor is started. */
export function deathUnseen(record: WorkerRecord, stateFolder: string): Death {
  const place = { stateFolder, kind: { name: record.kind }, index: record.index };
  const output = new OutputFile(outputPathOf(place), () => {}, 'at its end');
  const lastLines = output.lastLines().map(redact);
  output.close();
  return understandDeath({
    exit: { code: null, signal: null },
    startError: undefined,
    ranMs: undefined,
    lastLines,
    kernelKills: {},
    report: collectReport(reportFolderOf(place), record.process?.pid ?? 0),
    core: undefined,
    askedFor: undefined,
    killedBecause: undefined,
  });
}

/** Ends what is left in a cell. A worker that still runs and is no longer wanted is asked to, and gets the time of a drain; what it leaves are orphans. */
export async function sweepRecord(
  record: WorkerRecord,
  kind: WorkerKind | undefined,
  containment: Containment,
  say: (fact: WorkerFact) => void,
): Promise<void> {
  const cell = containment.reopen(record.cell);
  const { drain, orphans } = kind ?? defaultKind;
  const bounds = endBoundsOf(orphans, record.cell.kind, false);
  if (record.process !== undefined) await drained(record.process, drain, bounds.lookEveryMs);
  const ended = await endMembers(cell, bounds);
  cell.remove();
  if (ended.count === 0) return;
  say({
    event: 'orphans-ended',
    worker: `${record.kind}.${record.index}`,
    instance: record.instance,
    pid: record.process?.pid ?? 0,
    ...ended,
    tookMs: Math.round(ended.tookMs * 10) / 10,
  });
}

/** Its descendants are its own affair until it has ended, or its time is over. */
async function drained(
  process: ProcessIdentity,
  { signal, boundMs }: WorkerKind['drain'],
  lookEveryMs: number,
): Promise<void> {
  const untilMs = performance.now() + boundMs;
  if (!askToEnd(process, signal)) return;
  while (isAlive(process) && performance.now() < untilMs) await sleep(lookEveryMs);
}
