import { writeSync } from 'node:fs';
import { types } from 'node:util';

/**
 * Writes a line to standard error by itself: no logger, no stream, and nothing of the application's own code (a getter, toString or toJSON) runs for it. Of many only the first, second, fourth, eighth and so on are
 * written, each with the count.
 */
export function rawLine(what: string, count: number, args: readonly unknown[]): void {
  if ((count & (count - 1)) !== 0) return;
  const message = args.map(textOf).find((text) => text !== undefined) ?? 'no text';
  const line = { fivewhys: 'log-guard', what, count, message: message.slice(0, 1000) };
  try {
    writeSync(2, `${JSON.stringify(line)}\n`);
  } catch {
    // Nobody reads it, or the pipe is full: the caller goes on.
  }
}

/** Text that can be had without running anyone's code. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return undefined;
  for (const name of ['message', 'msg']) {
    const text = Object.getOwnPropertyDescriptor(value, name)?.value;
    if (typeof text === 'string') return text;
  }
  return undefined;
}
