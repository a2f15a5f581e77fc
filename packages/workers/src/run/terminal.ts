import type { WriteStream } from 'node:tty';

/** The stream as a terminal on which lines can be drawn anew; undefined when it is none. */
export function tty(stream: NodeJS.WriteStream): WriteStream | undefined {
  return stream.isTTY && process.env.TERM !== 'dumb' ? (stream as WriteStream) : undefined;
}
