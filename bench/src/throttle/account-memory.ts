import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';

/**
 * Megabytes that a million active accounts take in the memory store: what the process holds more after each of them was charged, garbage collected, in a process of its own.
 */
export function millionAccountsMb(): number {
  const program = join(import.meta.dirname, 'charge-million.ts');
  const args = ['--expose-gc', ...process.execArgv, program];
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}
