import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { startSettings, type WorkerKind } from '../config/worker-kind.ts';
import type { Cell, Look } from '../containment/containment.ts';
import { collectReport, findCoreFile } from '../death/collect-traces.ts';
import type { Death } from '../death/death.ts';
import { type ExitStatus, exitSignalOf, isAbortClass } from '../death/exit-signal.ts';
import { redact } from '../death/redact.ts';
import { understandDeath } from '../death/understand-death.ts';
import { stepWorker } from '../decisions/step-worker.ts';
import { newWorker, type WorkerAction, type WorkerInput, type WorkerModel } from '../decisions/worker-model.ts';
import { factOfAction } from '../events/fact-of-action.ts';
import type { WorkerSubject } from '../events/worker-event.ts';
import { SignsOfLife } from '../health/signs-of-life.ts';
import { LoggingCuts } from '../logging/logging-cuts.ts';
import { isAlive, readProcess, ticksNow, ticksPerSecond } from '../process/proc.ts';
import type { ProcessIdentity } from '../process/process-info.ts';
import { signalProcess } from '../process/signal-process.ts';
import { type Ended, endMembers } from './end-members.ts';
import { OutputFile } from './output-file.ts';
import type { Rim } from './rim.ts';
import { aliveFileOf, outputPathOf, type PlaceNames, reportFolderOf, startProcess } from './start-process.ts';
import type { WorkerRecord } from './state-file.ts';

/** How long orphans have after SIGTERM when nothing else is asked for: with a cgroup none is left 100 ms after the death, else 500 ms. */
const defaultGraceMs = { cgroup: 50, cookie: 150 } as const;
/** Looking into a cgroup is reading one file; without one it is a look at all processes. */
const lookEveryMs = { cgroup: 4, cookie: 25 } as const;
const killBoundMs = 5000;
/** The end of a worker that is not our child is not told, it has to be looked for. */
const watchEveryMs = 20;

/** Memory that is far from every limit is weighed only so often. */
const weighEveryMs = 20_000;
/** The kernel counts resident pages per CPU, and adds them up now and then. */
const nearLimit = 0.8;

/** What runs in a place. */
interface Run {
  readonly cell: Cell;
  readonly output: OutputFile;
  readonly startedWallMs: number;
  readonly settings: string;
  readonly adopted: boolean;
  child?: ChildProcess;
  identity?: ProcessIdentity;
  signs?: SignsOfLife;
  watch?: NodeJS.Timeout;
  sweeping?: Promise<Ended>;
  weighedMs?: number;
}

/** One place that is kept filled with a worker: carries out what is decided, and reports what became of it. */
export class WorkerPlace {
  #kind: WorkerKind;
  #settings: string;
  readonly index: number;
  readonly #rim: Rim;
  model: WorkerModel;
  memoryBytes: number | undefined;
  #run: Run | undefined;

  constructor(kind: WorkerKind, index: number, rim: Rim, instance: number) {
    this.#kind = kind;
    this.#settings = startSettings(kind);
    this.index = index;
    this.#rim = rim;
    this.model = newWorker(performance.now(), instance);
  }

  get kind(): WorkerKind {
    return this.#kind;
  }

  set kind(kind: WorkerKind) {
    this.#kind = kind;
    this.#settings = startSettings(kind);
  }

  get name(): string {
    return `${this.kind.name}.${this.index}`;
  }

  get pid(): number | undefined {
    return this.#run?.identity?.pid;
  }

  /** Whether it was started in another way than its kind says now. */
  get isOutdated(): boolean {
    return this.#run !== undefined && this.#run.settings !== this.#settings;
  }

  members(look?: Look) {
    return this.#run?.cell.members(look) ?? [];
  }

  record(): WorkerRecord | undefined {
    if (this.#run === undefined) return undefined;
    const { cell, identity, settings } = this.#run;
    const record = {
      kind: this.kind.name,
      index: this.index,
      instance: this.model.instance,
      cell: cell.record(),
      settings,
    };
    return identity === undefined ? record : { ...record, process: identity };
  }

  dispatch(input: WorkerInput): void {
    // What an adopted worker says by IPC nobody hears: its channel ended with the supervisor that had started it.
    const deaf = this.#run?.adopted === true && this.kind.health.by === 'ipc';
    const policy = deaf ? { ...this.kind, aliveWithinMs: undefined } : this.kind;
    const moment = { nowMs: performance.now(), random: Math.random() };
    const { model, actions } = stepWorker(this.model, input, policy, moment);
    this.model = model;
    for (const action of actions) this.#perform(action);
    if (model.phase.kind === 'stopped') this.#rim.changed();
  }

  /** Takes over what an earlier supervisor started and what still runs. */
  adopt(record: WorkerRecord & { readonly process: ProcessIdentity }, cell: Cell): void {
    this.#run = this.#newRun(cell, record.settings, 'adopted');
    this.#run.identity = record.process;
    const run = this.#run;
    run.watch = setInterval(() => {
      if (!isAlive(record.process)) this.#onExit(run, { code: null, signal: null });
    }, watchEveryMs);
    this.#watchSigns(run);
    this.#rim.record({ event: 'worker-adopted', ...this.#subject() });
    this.dispatch({ kind: 'adopted' });
  }

  /** Forwards output and weighs memory. */
  look(look: Look | undefined, weighMemory: boolean): void {
    const run = this.#run;
    if (run === undefined || run.sweeping !== undefined) return;
    run.output.pump();
    if (!weighMemory) return void (look !== undefined && run.cell.members(look));
    if (!this.#isToBeWeighed(run, look)) return;
    this.memoryBytes = run.cell.memoryBytes(look);
    run.weighedMs = performance.now();
    if (this.memoryBytes !== undefined) this.dispatch({ kind: 'memory', bytes: this.memoryBytes });
  }

  /** What members share is divided by the kernel's walking through their memory, which takes it milliseconds for a large process. So that is asked for when it may matter, and now and then. */
  #isToBeWeighed({ cell, weighedMs }: Run, look: Look | undefined): boolean {
    if (weighedMs === undefined || performance.now() - weighedMs > weighEveryMs) return true;
    const { softBytes = Number.POSITIVE_INFINITY, hardBytes = Number.POSITIVE_INFINITY } = this.kind.memory;
    const boundBytes = cell.memoryBoundBytes(look);
    return boundBytes === undefined || boundBytes > nearLimit * Math.min(softBytes, hardBytes);
  }

  #perform(action: WorkerAction): void {
    const fact = factOfAction(action, this.#subject(), this.kind);
    if (fact !== undefined) this.#rim.record(fact);
    switch (action.kind) {
      case 'start':
        this.#start();
        break;
      case 'drain':
        if (this.#run?.identity !== undefined) signalProcess(this.#run.identity, action.signal);
        break;
      case 'kill':
        this.#run?.cell.kill();
        break;
      case 'sweep':
        void this.#sweep();
    }
  }

  #names(): PlaceNames {
    return { stateFolder: this.#rim.stateFolder, kind: this.kind, index: this.index };
  }

  #subject(): WorkerSubject {
    return { worker: this.name, instance: this.model.instance, pid: this.pid ?? 0 };
  }

  #start(): void {
    const { instance } = this.model;
    const { containment, name } = this.#rim;
    const cookie = `${name}:${this.name}:${instance}:${randomBytes(6).toString('hex')}`;
    try {
      const cell = containment.create(`${this.name}.${instance}.${randomBytes(3).toString('hex')}`, cookie);
      const run = this.#newRun(cell, this.#settings, 'new');
      this.#run = run;
      // If the supervisor is killed between here and the next save, its successor knows the cell and empties it.
      this.#rim.save();
      this.#follow(run, this.#spawn(run, cookie));
    } catch (error) {
      this.#onExit(this.#run, { code: null, signal: null }, (error as Error).message);
    }
  }

  #spawn({ cell, output }: Run, cookie: string): ChildProcess {
    const { kind, index } = this;
    const { containment, stateFolder, stdout } = this.#rim;
    const { hardBytes } = kind.memory;
    if (hardBytes !== undefined && containment.countsMemory) cell.limitMemory(hardBytes);
    return startProcess(cell, {
      kind,
      index,
      cookie,
      stateFolder,
      stderr: output.descriptor,
      stdout: stdout === 'inherit' ? 'inherit' : output.descriptor,
    });
  }

  #follow(run: Run, child: ChildProcess): void {
    const { kind } = this;
    run.child = child;
    child.on('error', (error) => {
      if (run.identity === undefined) this.#onExit(run, { code: null, signal: null }, error.message);
    });
    // 'exit', not 'close': orphans hold what the worker wrote to, and 'close' would wait for them.
    child.on('exit', (code, signal) => this.#onExit(run, { code, signal }));
    if (child.pid === undefined) return; // 'error' follows
    run.cell.entered(child.pid);
    // Node.js has not reaped it yet, so even one that ended at once is still there.
    run.identity = readProcess(child.pid) ?? { pid: child.pid, startTicks: ticksNow() };
    this.#rim.saveSoon();
    this.#rim.record({ event: 'worker-started', command: kind.command.map(redact), ...this.#subject() });
    if (kind.health.by === 'ipc') child.on('message', () => this.dispatch({ kind: 'alive' }));
    this.#watchSigns(run);
    this.dispatch({ kind: 'started' });
  }

  #newRun(cell: Cell, settings: string, how: 'new' | 'adopted'): Run {
    const path = outputPathOf(this.#names());
    const cuts = new LoggingCuts((cut) => this.#rim.record({ event: 'logging-cut', ...cut, ...this.#subject() }));
    const take = (chunk: Buffer) => {
      cuts.take(chunk);
      this.#rim.forward(chunk);
    };
    const output = new OutputFile(path, take, how === 'new' ? 'anew' : 'at its end');
    return { cell, output, settings, adopted: how === 'adopted', startedWallMs: Date.now() };
  }

  #watchSigns(run: Run): void {
    const aliveFile = aliveFileOf(this.#names());
    run.signs = new SignsOfLife(this.kind.health, this.index, aliveFile, run.startedWallMs, () => {
      if (this.#run === run) this.dispatch({ kind: 'alive' });
    });
  }

  /** @param run undefined when it failed before there was anything to run in */
  #onExit(run: Run | undefined, exit: ExitStatus, startError?: string): void {
    if (run?.sweeping !== undefined) return;
    if (run !== undefined) {
      // The orphans first: what they hold is wanted by others, and the traces of the death don't go away.
      run.sweeping = this.#endOrphans(run, isAbortClass(exitSignalOf(exit)));
      clearInterval(run.watch);
      run.signs?.stop();
    }
    this.dispatch({ kind: 'ended', death: this.#deathOf(run, exit, startError) });
  }

  #endOrphans(run: Run, abortClass: boolean): Promise<Ended> {
    const { graceMs, killAtOnce } = this.kind.orphans;
    const atOnce = killAtOnce === 'always' || (killAtOnce === 'abort-class' && abortClass);
    const { kind } = run.cell.record();
    return endMembers(run.cell, {
      graceMs: atOnce ? 0 : (graceMs ?? defaultGraceMs[kind]),
      boundMs: killBoundMs,
      lookEveryMs: lookEveryMs[kind],
    });
  }

  #deathOf(run: Run | undefined, exit: ExitStatus, startError: string | undefined): Death {
    const { phase } = this.model;
    const pid = run?.identity?.pid ?? 0;
    const asked = phase.kind === 'draining' ? phase.because : phase.kind === 'killed' ? phase.askedFor : undefined;
    return understandDeath({
      exit,
      startError,
      ranMs: ranMsOf(run?.identity),
      lastLines: (run?.output.lastLines() ?? []).map(redact),
      oomKills: run?.cell.oomKills(),
      report: collectReport(reportFolderOf(this.#names()), pid),
      coreFile: findCoreFile(this.kind.cwd ?? process.cwd(), pid, run?.startedWallMs ?? Date.now()),
      askedFor: asked,
      killedBecause: phase.kind === 'killed' ? phase.because : undefined,
    });
  }

  async #sweep(): Promise<void> {
    const run = this.#run;
    const { phase } = this.model;
    if (phase.kind !== 'sweeping') return;
    const subject = this.#subject();
    this.#rim.record({ event: 'worker-died', death: phase.death, ...subject });
    if (run?.sweeping !== undefined) {
      const ended = await run.sweeping;
      const tookMs = Math.round(ended.tookMs * 10) / 10;
      if (ended.count > 0) this.#rim.record({ event: 'orphans-ended', ...ended, tookMs, ...subject });
      run.cell.remove();
      run.output.close();
    }
    this.#run = undefined;
    this.memoryBytes = undefined;
    this.#rim.saveSoon();
    this.dispatch({ kind: 'swept' });
  }
}

/** By the kernel's clock, for a worker may have been started by an earlier supervisor. */
function ranMsOf(identity: ProcessIdentity | undefined): number {
  return identity === undefined ? 0 : ((ticksNow() - identity.startTicks) * 1000) / ticksPerSecond;
}
