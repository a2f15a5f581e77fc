import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** How many traces this process has begun: of one that could not be removed, the next attempt of a story is no victim. */
let begun = 0;

/**
 * Has the kernel say why it sends resets: the tracepoint `tcp:tcp_send_reset`, whose reasons appeared with Linux 6.10, in a tracefs instance of our
 * own so that nobody else's tracing is disturbed. Returns what reads the trace so far, as text.
 */
export function startResetTrace(cleanup: DisposableStack): () => string {
  const instance = join(findTracefs(cleanup), 'instances', `fivewhys-${process.pid}-${begun++}`);
  mkdirSync(instance);
  cleanup.defer(() => rmdirSync(instance));
  writeFileSync(join(instance, 'events/tcp/tcp_send_reset/enable'), '1');
  return () => ownLines(readFileSync(join(instance, 'trace'), 'utf8'));
}

/** The trace is of the whole host; only the addresses of our own network are ours. */
export function ownLines(trace: string): string {
  const own = trace.split('\n').filter((line) => /tcp_send_reset:.*(?:10\.83\.|fd83:)/.test(line));
  return own.map((line) => `${line}\n`).join('');
}

function findTracefs(cleanup: DisposableStack): string {
  const usual = '/sys/kernel/tracing';
  if (existsSync(join(usual, 'instances'))) return usual;
  const own = mkdtempSync(join(tmpdir(), 'fivewhys-tracefs-'));
  cleanup.defer(() => rmdirSync(own));
  execFileSync('mount', ['-t', 'tracefs', 'none', own]);
  // Who looks through all mounts at that moment keeps it busy: lazily, it is gone for everybody else at once.
  cleanup.defer(() => execFileSync('umount', ['--lazy', own]));
  return own;
}
