import type { ProcessInfo } from './process-info.ts';

/**
 * Reads a line of `/proc/PID/stat`. The name may hold spaces and parentheses, so the fields are counted from the last `)`.
 *
 * @returns undefined when the text is no such line: a process that ended while it was read leaves an empty one
 */
export function parseStat(text: string): ProcessInfo | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 1 || close < open) return undefined;
  // fields[0] is field 3, the state; behind field 22 nothing is used, and a supervisor reads many of these lines.
  const fields = text.slice(close + 2).split(' ', 20);
  const field = (number: number) => Number(fields[number - 3]);
  const info = {
    pid: Number(text.slice(0, open)),
    name: text.slice(open + 1, close),
    state: fields[0] ?? '',
    parentPid: field(4),
    groupId: field(5),
    sessionId: field(6),
    startTicks: field(22),
  };
  return /^[A-Za-z]$/.test(info.state) && Number.isSafeInteger(info.startTicks) ? info : undefined;
}
