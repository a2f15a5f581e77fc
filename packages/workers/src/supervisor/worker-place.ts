import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { startSettings, type WorkerKind } from '../config/worker-kind.ts';
import type { Cell, Look, Newcomers } from '../containment/containment.ts';
import type { ExitStatus } from '../death/exit-signal.ts';
import { redact } from '../death/redact.ts';
import { understandDeath } from '../death/understand-death.ts';
import { nextTickMs } from '../decisions/next-tick.ts';
import { stepWorker } from '../decisions/step-worker.ts';
import { newWorker, type WorkerAction, type WorkerInput, type WorkerModel } from '../decisions/worker-model.ts';
import { factOfAction } from '../events/fact-of-action.ts';
import type { WorkerSubject } from '../events/worker-event.ts';
import { LoggingCuts } from '../logging/logging-cuts.ts';
import { askToEnd } from '../process/ask-to-end.ts';
import { readProcess, ticksNow } from '../process/proc.ts';
import type { ProcessIdentity } from '../process/process-info.ts';
import { OutputFile } from './output-file.ts';
import type { Rim } from './rim.ts';
import { outputPathOf, type PlaceNames, startProcess } from './start-process.ts';
import type { WorkerRecord } from './state-file.ts';
import { WorkerRun } from './worker-run.ts';

/** One place that is kept filled with a worker: carries out what is decided, and reports what became of it. */
export class WorkerPlace {
  #kind: WorkerKind;
  #settings: string;
  readonly index: number;
  readonly #rim: Rim;
  model: WorkerModel;
  memoryBytes: number | undefined;
  #run: WorkerRun | undefined;
  #nextTickMs = 0;

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
    this.#nextTickMs = 0;
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

  /** Time has passed. */
  tick(nowMs: number): void {
    if (nowMs >= this.#nextTickMs) this.dispatch({ kind: 'tick' });
  }

  dispatch(input: WorkerInput): void {
    // What an adopted worker says by IPC nobody hears: its channel ended with the supervisor that had started it.
    const deaf = this.#run?.adopted === true && this.kind.health.by === 'ipc';
    const policy = deaf ? { ...this.kind, aliveWithinMs: undefined } : this.kind;
    const moment = { nowMs: performance.now(), random: Math.random() };
    const { model, actions } = stepWorker(this.model, input, policy, moment);
    this.model = model;
    this.#nextTickMs = nextTickMs(model, policy);
    for (const action of actions) this.#perform(action);
    if (model.phase.kind === 'stopped') this.#rim.changed();
  }

  /** Takes over what an earlier supervisor started and what still runs. */
  adopt(record: WorkerRecord & { readonly process: ProcessIdentity }, cell: Cell): void {
    const run = this.#newRun(cell, record.settings, 'adopted');
    this.#run = run;
    run.watchEnd(record.process, () => this.#onExit(run, { code: null, signal: null }));
    this.#watchSigns(run);
    this.#rim.record({ event: 'worker-adopted', ...this.#subject() });
    this.dispatch({ kind: 'adopted' });
  }

  /** Forwards output, and remembers who belongs to the worker. */
  look(newcomers: Newcomers | undefined): void {
    if (this.#run?.sweeping === undefined) this.#run?.look(newcomers);
  }

  /** @param isShown somebody looks at the memory of this worker */
  weigh(isShown: boolean): void {
    if (this.#run?.sweeping !== undefined) return;
    const bytes = this.#run?.weigh(this.kind.memory, isShown);
    if (bytes === undefined) return;
    this.memoryBytes = bytes;
    this.dispatch({ kind: 'memory', bytes });
  }

  #perform(action: WorkerAction): void {
    const fact = factOfAction(action, this.#subject(), this.kind);
    if (fact !== undefined) this.#rim.record(fact);
    switch (action.kind) {
      case 'start':
        this.#start();
        break;
      case 'drain':
        if (this.#run?.identity !== undefined) askToEnd(this.#run.identity, action.signal);
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

  #spawn({ cell, output }: WorkerRun, cookie: string): ChildProcess {
    const { containment, stdout } = this.#rim;
    const { hardBytes } = this.kind.memory;
    if (hardBytes !== undefined && containment.countsMemory) cell.limitMemory(hardBytes);
    return startProcess(cell, {
      ...this.#names(),
      kind: this.kind,
      cookie,
      stderr: output.descriptor,
      stdout: stdout === 'inherit' ? 'inherit' : output.descriptor,
    });
  }

  #follow(run: WorkerRun, child: ChildProcess): void {
    const { kind } = this;
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

  #newRun(cell: Cell, settings: string, how: 'new' | 'adopted'): WorkerRun {
    const names = this.#names();
    const cuts = new LoggingCuts((cut) => this.#rim.record({ event: 'logging-cut', ...cut, ...this.#subject() }));
    const take = (chunk: Buffer) => {
      cuts.take(chunk);
      this.#rim.forward(chunk);
    };
    const output = new OutputFile(outputPathOf(names), take, how === 'new' ? 'anew' : 'at its end');
    return new WorkerRun({ cell, output, names, settings, adopted: how === 'adopted' });
  }

  #watchSigns(run: WorkerRun): void {
    run.watchSigns(this.kind, () => {
      if (this.#run === run) this.dispatch({ kind: 'alive' });
    });
  }

  /** @param run undefined when it failed before there was anything to run in */
  #onExit(run: WorkerRun | undefined, exit: ExitStatus, startError?: string): void {
    if (run?.sweeping !== undefined) return;
    run?.endOrphans(this.kind.orphans, exit);
    const death =
      run?.death(exit, startError, this.model.phase, this.kind.cwd ?? process.cwd(), this.#rim.kernelKills) ??
      understandDeath({ ...nothingRan, startError });
    this.dispatch({ kind: 'ended', death });
  }

  async #sweep(): Promise<void> {
    const run = this.#run;
    const { phase } = this.model;
    if (phase.kind !== 'sweeping') return;
    const subject = this.#subject();
    this.#rim.record({ event: 'worker-died', death: phase.death, ...subject });
    if (run?.sweeping !== undefined) {
      const ended = await run.sweeping;
      this.#rim.reaping.noticeEnded(ended);
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

const nothingRan = {
  exit: { code: null, signal: null },
  ranMs: 0,
  lastLines: [],
  kernelKills: {},
  report: undefined,
  core: undefined,
  askedFor: undefined,
  killedBecause: undefined,
};
