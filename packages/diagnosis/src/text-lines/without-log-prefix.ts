/**
 * What GitHub Actions puts in front of each line (a time with seven digits of fraction) and what Docker Compose does (`web-1  | `). Left where the kernel's own clock follows: then
 * the time says when the kernel's message was written.
 */
const prefix = /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z (?!\[ {0,8}\d)|[a-zA-Z][\w.-]{0,63} {1,32}\| )/;

/** A line of a host's output as the host printed it, without what a job's log puts in front of it. */
export function withoutLogPrefix(line: string): string {
  return line.replace(prefix, '');
}
