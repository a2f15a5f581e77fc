import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { exitSignalOf } from '../death/exit-signal.ts';
import { judgeKernelKill } from '../death/judge-kernel-kill.ts';
import { KernelKillsWatch } from '../death/kernel-kills.ts';
import { redact } from '../death/redact.ts';
import type { Orphan, WorkerFact } from '../events/worker-event.ts';
import { hasEnded, isAlive, listProcesses, readCommandLine, readPssBytes, ticksNow } from '../process/proc.ts';
import type { ProcessIdentity, ProcessInfo } from '../process/process-info.ts';
import { signalProcess } from '../process/signal-process.ts';
import { Births } from './births.ts';
import { type Bereavement, type Family, followFamilies } from './families.ts';
import { judgeOrphans } from './judge-orphans.ts';
import { Trace } from './trace.ts';
import type { TraceLine } from './trace-line.ts';

export interface GuardOptions {
  /** Parents are processes whose command line matches, and that have children. */
  readonly match: RegExp;
  readonly dryRun: boolean;
  /** `auto` takes the kernel's trace where it can be had. */
  readonly sees: 'auto' | 'poll';
  readonly pollEveryMs: number;
  /** How long children of a parent that may have ended on purpose have to end by themselves. */
  readonly waitMs: number;
  /** Between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  readonly onFact: (fact: WorkerFact) => void;
}

/** Signals whose default action ends a process, in the numbers of the trace. */
const deadly = new Set([
  ...[
    'SIGKILL',
    'SIGTERM',
    'SIGINT',
    'SIGHUP',
    'SIGQUIT',
    'SIGABRT',
    'SIGSEGV',
    'SIGBUS',
    'SIGILL',
    'SIGFPE',
    'SIGTRAP',
    'SIGSYS',
  ].map((name) => constants.signals[name as NodeJS.Signals]),
]);

interface SentSignal {
  readonly signal: number;
  readonly sender: number;
}

/** How far the trace may be behind what is seen. */
const traceBehindMs = 1000;

/** How often the kernel's count of kills is looked at. */
const kernelLookMs = 2000;

/** Watches parents that something else started, and ends what they leave. */
export class Guard {
  readonly sees: 'trace' | 'poll';
  readonly promise: string;
  readonly #options: GuardOptions;
  readonly #trace: Trace | undefined;
  readonly #commands = new Map<string, string | undefined>();
  /** The last deadly signal of each watched parent. */
  readonly #signals = new Map<number, SentSignal>();
  /** Parents whose end the trace has told, and which are still to be seen gone. */
  readonly #exited = new Set<number>();
  /** Parents that were seen gone, and whose end the trace is still to tell. */
  readonly #awaited = new Map<number, () => void>();
  readonly #births = new Births();
  readonly #ending = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  readonly #kernelKills = new KernelKillsWatch();
  readonly #kernelTimer = setInterval(() => this.#kernelKills.look(), kernelLookMs).unref();
  #families: readonly Family[] = [];
  #isOver = false;

  constructor(options: GuardOptions) {
    this.#options = options;
    const { trace, because } = options.sees === 'poll' ? { trace: undefined, because: 'asked for' } : tryTrace();
    this.#trace = trace;
    this.sees = trace === undefined ? 'poll' : 'trace';
    this.promise =
      trace === undefined
        ? `no kernel trace (${because}): looks every ${options.pollEveryMs} ms; what a parent starts and loses between two looks is not found, and the signal that ended it is not known`
        : 'the kernel tells of forks, signals and ends as they happen';
    trace?.follow(
      (line) => this.#onTrace(line),
      () => {}, // the timer goes on
    );
    this.#timer = setInterval(() => this.#look(), options.pollEveryMs);
    this.#look();
  }

  get parents(): readonly ProcessIdentity[] {
    return this.#families.map(({ parent }) => parent);
  }

  /** Ends watching; orphans that are being ended are waited for. */
  async close(): Promise<void> {
    this.#isOver = true;
    clearInterval(this.#timer);
    clearInterval(this.#kernelTimer);
    this.#trace?.close();
    await Promise.all(this.#ending);
  }

  #onTrace(line: TraceLine): void {
    if (this.#isOver) return;
    const isParent = this.#awaited.has(line.pid) || this.#families.some(({ parent }) => parent.pid === line.pid);
    switch (line.kind) {
      case 'fork':
        this.#births.born(line.pid, line.childPid);
        break;
      case 'signal':
        if (isParent && deadly.has(line.signal)) this.#signals.set(line.pid, line);
        break;
      case 'exit':
        // Its threads end before it does, each with a line of its own.
        if (isParent) this.#onParentExit(line.pid);
        this.#births.ended(line.pid);
    }
  }

  /** What the trace says of its signals it has said by now. */
  #onParentExit(pid: number): void {
    const told = this.#awaited.get(pid);
    if (told !== undefined) {
      told();
      return;
    }
    this.#exited.add(pid);
    this.#look();
  }

  /** A look may see that a parent is gone before the trace is read that far, on a busy machine most of all. */
  async #signalThatEnded(pid: number): Promise<SentSignal | undefined> {
    if (this.#trace !== undefined && !this.#exited.delete(pid) && !this.#signals.has(pid)) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#awaited.set(pid, resolve);
      const timer = setTimeout(resolve, traceBehindMs);
      await promise;
      clearTimeout(timer);
      this.#awaited.delete(pid);
    }
    const sent = this.#signals.get(pid);
    this.#signals.delete(pid);
    return sent;
  }

  #look(): void {
    const present = listProcesses().filter((process) => !hasEnded(process));
    const watched = new Set(this.#families.map(({ parent }) => parent.pid));
    const processes = this.#births.withStarters(present, watched);
    const { families, bereaved } = followFamilies(this.#families, processes, (process) => this.#commandOf(process));
    this.#families = families;
    for (const bereavement of bereaved) {
      const ending = this.#onDeath(bereavement).finally(() => this.#ending.delete(ending));
      this.#ending.add(ending);
    }
    const keys = new Set(processes.map(keyOf));
    for (const key of this.#commands.keys()) if (!keys.has(key)) this.#commands.delete(key);
  }

  /** A process may become another program under the same name, so it is asked again when its name changes. */
  #commandOf(process: ProcessInfo): string | undefined {
    if (process.pid === globalThis.process.pid || process.pid === 1) return undefined;
    const key = keyOf(process);
    if (!this.#commands.has(key)) {
      const command = readCommandLine(process.pid, 4096);
      this.#commands.set(key, this.#options.match.test(command) ? redact(command).slice(0, 200) : undefined);
    }
    return this.#commands.get(key);
  }

  async #onDeath(bereavement: Bereavement): Promise<void> {
    const beganMs = performance.now();
    const endedAtTicks = ticksNow();
    const { parent, command, orphans } = bereavement;
    const sent = await this.#signalThatEnded(parent.pid);
    const signal = sent === undefined ? undefined : exitSignalOf({ code: 128 + sent.signal, signal: null });
    if (orphans.length === 0) return;
    const outOfMemory = this.#outOfMemory(parent.pid, signal);
    const { dryRun, waitMs } = this.#options;
    const judgement = judgeOrphans(bereavement, signal, endedAtTicks, { waitMs });
    if (judgement.spare) return;
    const cutMs = beganMs + judgement.waitMs;
    while (!dryRun && orphans.some(isAlive) && performance.now() < cutMs) await sleep(20);
    const left = orphans.filter(isAlive);
    if (left.length === 0) return;
    const listed = left.map(({ pid }) => orphanOf(pid));
    const killed = dryRun ? false : await this.#end(left, judgement.atOnce);
    this.#options.onFact({
      event: 'parent-died',
      pid: parent.pid,
      command,
      ...(signal === undefined || sent === undefined ? {} : { signal, sentBy: sent.sender }),
      ...(outOfMemory === undefined ? {} : { outOfMemory }),
      orphans: listed,
      ended: !dryRun,
      killed,
      tookMs: Math.round((performance.now() - beganMs) * 10) / 10,
      left: left.filter(isAlive).length,
    });
  }

  /** Whether it was the kernel, for want of memory. How a parent ended that was only seen to be gone is not known: then the kernel's log tells, or that it has killed nobody. */
  #outOfMemory(pid: number, signal: string | undefined): { byKernel: boolean; fact: string } | undefined {
    if (signal !== undefined && signal !== 'SIGKILL') return undefined;
    const kills = this.#kernelKills.toldOf(pid, undefined);
    const judged = judgeKernelKill(kills);
    if (judged === undefined || (signal === undefined && judged.byKernel && !kills.logged)) return undefined;
    return { byKernel: judged.byKernel, fact: judged.fact };
  }

  async #end(orphans: readonly ProcessInfo[], atOnce: boolean): Promise<boolean> {
    const beganMs = performance.now();
    const { graceMs } = this.#options;
    // Children of orphans that are born meanwhile are looked for at each round.
    let members: readonly ProcessIdentity[] = orphans;
    const boundMs = (atOnce ? 0 : graceMs) + 5000;
    let killed = false;
    if (!atOnce) for (const member of members) signalProcess(member, 'SIGTERM');
    while (members.length > 0 && performance.now() - beganMs < boundMs) {
      if (atOnce || performance.now() - beganMs >= graceMs) {
        killed = true;
        for (const member of members) signalProcess(member, 'SIGKILL');
      }
      await sleep(10);
      members = withChildren(members).filter(isAlive);
    }
    return killed;
  }
}

function withChildren(members: readonly ProcessIdentity[]): readonly ProcessIdentity[] {
  const processes = listProcesses().filter((process) => !hasEnded(process));
  const family: Family = { parent: { pid: -1, startTicks: -1 }, command: '', sinceTicks: 0, descendants: members };
  const { bereaved } = followFamilies([family], processes, () => undefined);
  return bereaved[0]?.orphans ?? [];
}

function orphanOf(pid: number): Orphan {
  const pssBytes = readPssBytes(pid);
  return { pid, command: redact(readCommandLine(pid)), ...(pssBytes === undefined ? {} : { pssBytes }) };
}

function tryTrace(): { readonly trace: Trace | undefined; readonly because: string } {
  try {
    return { trace: new Trace(), because: '' };
  } catch (error) {
    return { trace: undefined, because: (error as Error).message };
  }
}

function keyOf({ pid, startTicks, name }: ProcessInfo): string {
  return `${pid} ${startTicks} ${name}`;
}
