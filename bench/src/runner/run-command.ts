import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Command } from './command.ts';
import type { Run } from './run.ts';

export const timeProgram = '/usr/bin/time';

export interface RunOptions {
  readonly directory: string;
  readonly limitMs: number;
  /** False: GNU time is not installed, only the wall clock is known. */
  readonly withTime: boolean;
}

const keptErrorCharacters = 2_000;

/**
 * Runs a command once. Wall time is from before the process is made until it is gone; CPU time and peak memory are the kernel's own
 * account of the process and its children, by way of GNU time, whose start adds about a millisecond.
 */
export async function runCommand(command: Command, options: RunOptions): Promise<Run> {
  const scratch = mkdtempSync(join(tmpdir(), 'fivewhys-bench-'));
  const report = join(scratch, 'time');
  const argv = options.withTime
    ? [timeProgram, '-q', '-f', '%U %S %M', '-o', report, ...command.argv]
    : [...command.argv];
  try {
    const ended = await runOnce(argv, options);
    if (ended.stopped) return { kind: 'stopped', limitMs: options.limitMs };
    if (ended.status === undefined || !command.goodStatuses.includes(ended.status)) {
      return { kind: 'failed', reason: describeFailure(ended) };
    }
    return { kind: 'finished', wallMs: ended.wallMs, ...readReport(options.withTime ? report : undefined) };
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

interface Ended {
  readonly wallMs: number;
  readonly status: number | undefined;
  readonly stopped: boolean;
  readonly errors: string;
}

function runOnce(argv: readonly string[], options: RunOptions): Promise<Ended> {
  const startedNs = process.hrtime.bigint();
  // A process group of its own, so that the time limit ends what the command started, too.
  const child = spawn(argv[0] as string, argv.slice(1), {
    cwd: options.directory,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  let stopped = false;
  child.stderr.on('data', (bytes: Buffer) => {
    errors = (errors + bytes.toString()).slice(-keptErrorCharacters);
  });
  const timer = setTimeout(() => {
    stopped = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, options.limitMs);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ wallMs: 0, status: undefined, stopped: false, errors: error.message });
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      const wallMs = Number(process.hrtime.bigint() - startedNs) / 1e6;
      resolve({ wallMs, status: status ?? undefined, stopped, errors });
    });
  });
}

function describeFailure({ status, errors }: Ended): string {
  const lastLine = errors.trim().split('\n').at(-1) ?? '';
  return [`exit status ${status ?? 'unknown'}`, lastLine].filter((part) => part !== '').join(': ');
}

function readReport(file: string | undefined): { cpuMs: number | undefined; peakBytes: number | undefined } {
  if (file === undefined) return { cpuMs: undefined, peakBytes: undefined };
  const [user, system, kilobytes] = readFileSync(file, 'utf8').trim().split(' ').map(Number);
  return {
    cpuMs: ((user as number) + (system as number)) * 1_000,
    peakBytes: (kilobytes as number) * 1_024,
  };
}
