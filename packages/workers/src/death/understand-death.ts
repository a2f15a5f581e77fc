import type { CoreTrace } from './core-file.ts';
import type { Death, DeathCause, EndedBecause, ReportExcerpt } from './death.ts';
import { type ExitStatus, exitSignalOf, isAbortClass } from './exit-signal.ts';
import { javascriptStackOf } from './javascript-stack.ts';
import { judgeKernelKill } from './judge-kernel-kill.ts';
import type { KernelKills } from './kernel-kills.ts';

/** Why the supervisor killed a worker without being asked to end it. */
export type KilledBecause = 'hard-memory-limit' | 'heartbeat-missed' | 'not-ready-in-time' | 'drain-timed-out';

/** All that is at hand when a worker has ended. */
export interface DeathTraces {
  readonly exit: ExitStatus;
  readonly ranMs: number | undefined;
  /** The last lines on standard error, redacted, oldest first. */
  readonly lastLines: readonly string[];
  /** What the kernel tells of killing for want of memory. */
  readonly kernelKills: KernelKills;
  readonly report: ReportExcerpt | undefined;
  readonly core: CoreTrace | undefined;
  readonly askedFor: EndedBecause | undefined;
  readonly killedBecause: KilledBecause | undefined;
  /** Spawning failed, so nothing ever ran. */
  readonly startError: string | undefined;
}

/** A conclusion, and the facts under it. */
interface Conclusion {
  readonly cause: DeathCause;
  readonly claim: string;
  readonly evidence: readonly string[];
}

/** Concludes from the traces what ended a worker; the surest trace first. */
export function understandDeath(traces: DeathTraces): Death {
  const signal = exitSignalOf(traces.exit);
  const stack = javascriptStackOf(traces.lastLines);
  const { code } = traces.exit;
  const conclusion =
    endedByUs(traces) ??
    neverRan(traces) ??
    outOfMemory(traces, signal) ??
    bySignal(traces, signal) ??
    byStatus(traces);
  return {
    ...conclusion,
    evidence: [
      ...conclusion.evidence,
      exitFact(traces.exit, signal),
      ...coreFacts(traces.core),
      ...(stack[0] === undefined ? [] : [`the JavaScript stack on standard error begins with ${stack[0]}`]),
    ],
    ...(code === null ? {} : { exitCode: code }),
    ...(signal === undefined ? {} : { signal }),
    abortClass: isAbortClass(signal),
    ...(traces.ranMs === undefined ? {} : { ranMs: Math.round(traces.ranMs) }),
    ...(traces.askedFor === undefined ? {} : { askedFor: traces.askedFor }),
    lastLines: traces.lastLines,
    javascriptStack: stack.length > 0 ? stack : (traces.report?.javascriptStack ?? []),
    ...(traces.report === undefined ? {} : { report: traces.report }),
    ...coreFields(traces.core),
  };
}

function exitFact({ code }: ExitStatus, signal: string | undefined): string {
  if (code !== null && signal !== undefined) return `exit status ${code}, by which a shell reports ${signal}`;
  if (signal !== undefined) return `ended by ${signal}`;
  if (code !== null) return `exit status ${code}`;
  return 'its exit status is not known: it was not a child of this supervisor, but of one that died';
}

function coreFields(core: CoreTrace | undefined) {
  if (core === undefined) return {};
  return 'file' in core ? { coreFile: core.file } : { coreHandler: core.handler };
}

function coreFacts(core: CoreTrace | undefined): readonly string[] {
  if (core === undefined) return [];
  return ['file' in core ? `its core file is ${core.file}` : `the kernel hands core files to ${core.handler}`];
}

function endedByUs({ killedBecause, askedFor }: DeathTraces): Conclusion | undefined {
  switch (killedBecause) {
    case 'hard-memory-limit':
      return concluded(killedBecause, 'its processes together were beyond the hard memory limit, and were killed');
    case 'heartbeat-missed':
      return concluded(killedBecause, 'it gave no sign of life in time, and was killed');
    case 'not-ready-in-time':
      return concluded(killedBecause, 'it did not become ready in time, and was killed');
    case 'drain-timed-out':
      return concluded(
        killedBecause,
        `asked to end (${askedFor ?? 'stop'}), it did not within its time, and was killed`,
      );
    case undefined:
      return askedFor === undefined ? undefined : concluded('drained', `it was asked to end (${askedFor}), and did`);
  }
}

function neverRan({ startError, exit, lastLines }: DeathTraces): Conclusion | undefined {
  if (startError !== undefined) return concluded('cannot-start', 'its command could not be started', startError);
  // POSIX, "Exit Status for Commands": 127 not found, 126 found but not executable. Programs use these numbers, too; the shell says its reason.
  const reason = lastLines.find((line) => /: (?:exec|\d+): .*(?:not found|Permission denied)/.test(line));
  if ((exit.code !== 127 && exit.code !== 126) || reason === undefined) return undefined;
  return concluded('cannot-start', 'its command could not be started', reason);
}

function outOfMemory(
  { exit, kernelKills, report, lastLines }: DeathTraces,
  signal: string | undefined,
): Conclusion | undefined {
  const kernel = judgeKernelKill(kernelKills);
  // Whose end nobody saw may have ended in any way, unless the kernel's log names it.
  const mayBeKernel = signal === 'SIGKILL' || (isUntold(exit) && (kernelKills.logged ?? '') !== '');
  if (mayBeKernel && kernel?.byKernel) return concluded('kernel-out-of-memory', kernel.claim, kernel.fact);
  if (!isAbortClass(signal) && !isUntold(exit)) return undefined;
  const line = lastLines.find((text) => /heap out of memory|Reached heap limit|process out of memory/i.test(text));
  const byReport = report !== undefined && /OOM|out of memory/i.test(`${report.trigger} ${report.event}`);
  if (line === undefined && !byReport) return undefined;
  const facts = [
    ...(line === undefined ? [] : [line.trim()]),
    ...(byReport ? [`diagnostic report ${report.path}: trigger ${report.trigger}`] : []),
  ];
  return concluded('v8-out-of-memory', 'its JavaScript heap reached its limit, and V8 aborted it', ...facts);
}

function bySignal({ lastLines, exit, kernelKills }: DeathTraces, signal: string | undefined): Conclusion | undefined {
  if (isUntold(exit)) return abortWordOf(lastLines) === undefined ? undefined : aborted(lastLines);
  if (signal === undefined) return undefined;
  switch (signal) {
    case 'SIGABRT':
      return aborted(lastLines);
    case 'SIGKILL':
      return killed(kernelKills);
    case 'SIGTERM':
    case 'SIGINT':
    case 'SIGHUP':
      return concluded('terminated-from-outside', 'someone else than the supervisor asked it to end');
    default:
      if (isAbortClass(signal)) return concluded('crash-signal', `it crashed with ${signal}`);
      return exit.signal === null ? undefined : concluded('other-signal', `it was ended by ${signal}`);
  }
}

function killed(kernelKills: KernelKills): Conclusion {
  const kernel = judgeKernelKill(kernelKills);
  return kernel === undefined
    ? concluded(
        'killed-from-outside',
        'someone else than the supervisor killed it; the kernel, for want of memory, is not excluded: no counter is at hand here (journalctl -k tells)',
      )
    : concluded(
        'killed-from-outside',
        'someone else than the supervisor killed it, and not the kernel for want of memory',
        kernel.fact,
      );
}

/** An abort of one's own leaves words on standard error: of Node.js, of the C library, of a runtime. Watchdogs send the same signal, and then there are none. */
function aborted(lastLines: readonly string[]): Conclusion {
  const watchdog = lastLines.findLast((line) => /WORKER TIMEOUT|[Ww]atchdog timeout/.test(line));
  if (watchdog !== undefined) {
    return concluded('abort-from-outside', 'a watchdog other than the supervisor aborted it', watchdog.trim());
  }
  const word = abortWordOf(lastLines);
  if (word !== undefined) return concluded('abort', 'it aborted itself', word.trim());
  return concluded(
    'abort-from-outside',
    'SIGABRT without a word on standard error: sent from outside, as watchdogs do, or raised by a program that says nothing',
    'no line on standard error tells of an abort',
  );
}

function abortWordOf(lastLines: readonly string[]): string | undefined {
  return lastLines.findLast((line) =>
    /Native stack trace|FATAL ERROR|[Aa]ssertion .*failed|terminate called|panic|double free|corrupted|stack smashing|Abort/.test(
      line,
    ),
  );
}

/** Only a parent is told how its child ended. */
function isUntold({ code, signal }: ExitStatus): boolean {
  return code === null && signal === null;
}

function byStatus({ exit, lastLines }: DeathTraces): Conclusion {
  if (exit.code === null) return concluded('unknown', 'how it ended is not known');
  if (exit.code === 0) return concluded('clean-exit', 'it ended by itself, without an error');
  const thrown = lastLines.findLast((line) => /^(?:Uncaught )?[\w$]*(?:Error|Exception)\b.*/.test(line));
  if (exit.code === 1 && thrown !== undefined && /^Node\.js v\d/m.test(lastLines.join('\n'))) {
    return concluded('uncaught-exception', 'an exception that nothing caught ended it', thrown);
  }
  return concluded('exit-status', `it ended by itself with status ${exit.code}`);
}

function concluded(cause: DeathCause, claim: string, ...evidence: readonly string[]): Conclusion {
  return { cause, claim, evidence };
}
