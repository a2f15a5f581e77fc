import type { WorkerKind } from '../config/worker-kind.ts';
import type { Cell, Newcomers } from '../containment/containment.ts';
import { collectReport } from '../death/collect-traces.ts';
import { type CoreTrace, coreOf, coreSettings } from '../death/core-file.ts';
import type { Death } from '../death/death.ts';
import { type ExitStatus, exitSignalOf, isAbortClass } from '../death/exit-signal.ts';
import type { KernelKillsWatch } from '../death/kernel-kills.ts';
import { redact } from '../death/redact.ts';
import { understandDeath } from '../death/understand-death.ts';
import type { Phase } from '../decisions/worker-model.ts';
import { SignsOfLife } from '../health/signs-of-life.ts';
import { ticksNow, ticksPerSecond } from '../process/proc.ts';
import type { ProcessIdentity } from '../process/process-info.ts';
import { endBoundsOf } from './end-bounds.ts';
import { type Ended, endMembers } from './end-members.ts';
import type { OutputFile } from './output-file.ts';
import { aliveFileOf, type PlaceNames, reportFolderOf } from './start-process.ts';
import { watchEnd } from './watch-end.ts';

/** Memory that is far from every limit is weighed only so often, for who looks at it. */
const weighEveryMs = 20_000;
/** The kernel counts resident pages per CPU, and adds them up now and then. */
const nearLimit = 0.8;
/** Below this share of its limit a tree is asked for its memory at every second look only. */
const farFromLimit = 0.5;

/** A worker that has written nothing for so many looks is not one that somebody reads along with: it is asked at every fifth. */
const quietAfterLooks = 50;
const quietEvery = 5;

export interface RunOptions {
  readonly cell: Cell;
  readonly output: OutputFile;
  readonly names: PlaceNames;
  /** How it was started, for later comparison. */
  readonly settings: string;
  /** Started by an earlier supervisor. */
  readonly adopted: boolean;
}

/** What runs in a worker's place: one process, all that it starts, and what it writes. */
export class WorkerRun {
  readonly cell: Cell;
  readonly output: OutputFile;
  readonly settings: string;
  readonly adopted: boolean;
  readonly #names: PlaceNames;
  readonly #startedWallMs = Date.now();
  identity: ProcessIdentity | undefined;
  /** Ends what is left of it; once it has ended. */
  sweeping: Promise<Ended> | undefined;
  #signs: SignsOfLife | undefined;
  #stopWatching: () => void = () => {};
  #weighedMs: number | undefined;
  #quietLooks = 0;
  #isSkippable = false;

  constructor({ cell, output, names, settings, adopted }: RunOptions) {
    this.cell = cell;
    this.output = output;
    this.settings = settings;
    this.adopted = adopted;
    this.#names = names;
  }

  /** Has its end told that is not told by Node.js, for it is not our child. */
  watchEnd(identity: ProcessIdentity, onEnd: () => void): void {
    this.identity = identity;
    this.#stopWatching = watchEnd(identity, this.cell.record().kind, onEnd);
  }

  watchSigns({ health }: WorkerKind, onSign: () => void): void {
    this.#signs = new SignsOfLife(health, this.#names.index, aliveFileOf(this.#names), this.#startedWallMs, onSign);
  }

  /** Forwards output, and remembers who belongs to it. */
  look(newcomers: Newcomers | undefined): void {
    const isSkipped = this.#quietLooks > quietAfterLooks && this.#quietLooks % quietEvery !== 0;
    this.#quietLooks = !isSkipped && this.output.pump() ? 0 : this.#quietLooks + 1;
    if (newcomers !== undefined) this.cell.notice(newcomers);
  }

  /**
   * What members share is divided by the kernel's walking through their memory, which takes it milliseconds for a large process. So that is asked for when it may matter, and now and then.
   *
   * @param isShown somebody looks at the figure, also where it matters to no limit
   * @returns undefined when it was not weighed
   */
  weigh({ softBytes, hardBytes }: WorkerKind['memory'], isShown: boolean): number | undefined {
    const limitBytes = Math.min(softBytes ?? Number.POSITIVE_INFINITY, hardBytes ?? Number.POSITIVE_INFINITY);
    const isDue = isShown && performance.now() - (this.#weighedMs ?? Number.NEGATIVE_INFINITY) > weighEveryMs;
    if (!isDue && !this.#isNear(limitBytes)) return undefined;
    this.#weighedMs = performance.now();
    return this.cell.memoryBytes();
  }

  #isNear(limitBytes: number): boolean {
    if (limitBytes === Number.POSITIVE_INFINITY) return false;
    if (this.#isSkippable) {
      this.#isSkippable = false;
      return false;
    }
    const boundBytes = this.cell.memoryBoundBytes();
    this.#isSkippable = boundBytes !== undefined && boundBytes < farFromLimit * limitBytes;
    return boundBytes === undefined || boundBytes > nearLimit * limitBytes;
  }

  /** The process has ended: ends what it left. The orphans first: what they hold is wanted by others, and the traces of the death don't go away. */
  endOrphans(orphans: WorkerKind['orphans'], exit: ExitStatus): void {
    const abortClass = isAbortClass(exitSignalOf(exit));
    this.sweeping = endMembers(this.cell, endBoundsOf(orphans, this.cell.record().kind, abortClass));
    this.#stopWatching();
    this.#signs?.stop();
  }

  /** What ended it, from its traces. */
  death(
    exit: ExitStatus,
    startError: string | undefined,
    phase: Phase,
    folder: string,
    kernelKills: KernelKillsWatch,
  ): Death {
    const pid = this.identity?.pid ?? 0;
    return understandDeath({
      exit,
      startError,
      ranMs: ranMsOf(this.identity),
      lastLines: this.output.lastLines().map(redact),
      kernelKills: mayBeKernels(exit)
        ? kernelKills.toldOf(exit.code === null ? pid : undefined, this.cell.oomKills())
        : {},
      report: collectReport(reportFolderOf(this.#names), pid),
      core: this.#core(exit, pid, folder),
      askedFor: phase.kind === 'draining' ? phase.because : phase.kind === 'killed' ? phase.askedFor : undefined,
      killedBecause: phase.kind === 'killed' ? phase.because : undefined,
    });
  }

  /** Of an end that nobody saw it is not known whether it was a crash: then only a file tells. */
  #core(exit: ExitStatus, pid: number, folder: string): CoreTrace | undefined {
    const settings = coreSettings();
    const isCrash = isAbortClass(exitSignalOf(exit));
    if (settings === undefined || !(isCrash || isUnseen(exit))) return undefined;
    const core = coreOf(settings, folder, pid, this.#startedWallMs);
    return isCrash || (core !== undefined && 'file' in core) ? core : undefined;
  }
}

/** By the kernel's clock, for a worker may have been started by an earlier supervisor. That clock is read somewhat early (see ticksNow): who ended at once did not end before it began. */
function ranMsOf(identity: ProcessIdentity | undefined): number {
  return identity === undefined ? 0 : (Math.max(ticksNow() - identity.startTicks, 0) * 1000) / ticksPerSecond;
}

/** SIGKILL, also as a shell reports it of its child, whose pid it keeps to itself; or an end that nobody saw. */
function mayBeKernels(exit: ExitStatus): boolean {
  return exitSignalOf(exit) === 'SIGKILL' || isUnseen(exit);
}

function isUnseen({ code, signal }: ExitStatus): boolean {
  return code === null && signal === null;
}
