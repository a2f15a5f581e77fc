import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** How many traces this process has begun: of one that could not be removed, the next attempt of a story is no victim. */
let begun = 0;

/**
 * Has the kernel say why it sends resets: the tracepoint `tcp:tcp_send_reset`, whose reasons appeared with Linux 6.10, in a tracefs instance of our
 * own so that nobody else's tracing is disturbed. Its clock is CLOCK_MONOTONIC. Returns what reads the trace of the whole host so far, as text.
 */
export function startResetTrace(cleanup: DisposableStack): () => string {
  const instance = join(findTracefs(cleanup), 'instances', `fivewhys-${process.pid}-${begun++}`);
  mkdirSync(instance);
  cleanup.defer(() => rmdirSync(instance));
  writeFileSync(join(instance, 'trace_clock'), 'mono');
  writeFileSync(join(instance, 'events/tcp/tcp_send_reset/enable'), '1');
  return () => readFileSync(join(instance, 'trace'), 'utf8');
}

/**
 * The lines of our own network: those with its addresses, and those of listeners on these ports. Who resets a segment that came for a listener, as after a restart, is named by that listener: it
 * has no addresses.
 */
export function ownLines(trace: string, ports: ReadonlySet<string>): string {
  const own = trace.split('\n').filter((line) => {
    if (/tcp_send_reset:.*(?:10\.83\.|fd83:)/.test(line)) return true;
    const [, port] = /tcp_send_reset:.* src=\S+:(\d+) dest=\S+:0 /.exec(line) ?? [];
    return port !== undefined && ports.has(port);
  });
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
