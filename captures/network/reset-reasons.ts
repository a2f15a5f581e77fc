import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Why the kernel sent each reset, in its own words: the reasons of the tracepoint `tcp:tcp_send_reset`, read from a
 * tracefs instance of our own so that nobody else's tracing is disturbed. The reasons appeared with Linux 6.10.
 */
export function watchResetReasons(cleanup: DisposableStack): () => string[] {
  const tracefs = findTracefs(cleanup);
  const instance = join(tracefs, 'instances', `fivewhys-${process.pid}`);
  mkdirSync(instance);
  cleanup.defer(() => rmdirSync(instance));
  const event = join(instance, 'events/tcp/tcp_send_reset');
  writeFileSync(join(event, 'enable'), '1');
  return () =>
    // The trace is of the whole host; only the addresses of our own network are ours. A listener is at no address.
    [...readFileSync(join(instance, 'trace'), 'utf8').matchAll(/tcp_send_reset: .*src=(\S+) .*reason=(\S+)/g)]
      .filter(([, source = '']) => /(^|:)10\.83\.|^\[fd83:|^\[::\]:|^0\.0\.0\.0:/.test(source))
      .map(([, , reason = '']) => reason);
}

function findTracefs(cleanup: DisposableStack): string {
  const usual = '/sys/kernel/tracing';
  if (existsSync(join(usual, 'instances'))) return usual;
  const own = mkdtempSync(join(tmpdir(), 'fivewhys-tracefs-'));
  cleanup.defer(() => rmdirSync(own));
  execFileSync('mount', ['-t', 'tracefs', 'none', own]);
  cleanup.defer(() => execFileSync('umount', [own]));
  return own;
}
