import { constants } from 'node:os';

/** How a process ended, as its parent is told (wait(2)). Both are unknown for a worker that an earlier supervisor had started. */
export interface ExitStatus {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Signals whose default action is to dump core (signal(7)). */
const coreSignals: ReadonlySet<string> = new Set([
  'SIGQUIT',
  'SIGILL',
  'SIGTRAP',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGSEGV',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGSYS',
]);

/** A shell reports a command that a signal ended as 128 and the signal's number (POSIX, "Exit Status for Commands"). */
export function exitSignalOf({ code, signal }: ExitStatus): NodeJS.Signals | undefined {
  if (signal !== null) return signal;
  if (code === null || code <= 128) return undefined;
  const found = Object.entries(constants.signals).find(([, number]) => number === code - 128);
  return found?.[0] as NodeJS.Signals | undefined;
}

export function isAbortClass(signal: string | undefined): boolean {
  return signal !== undefined && coreSignals.has(signal);
}
