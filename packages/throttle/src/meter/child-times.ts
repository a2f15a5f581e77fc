import { readFileSync } from 'node:fs';

/** CPU time of the children of this process that have ended and were waited for. */
export interface ChildTimes {
  readonly userUs: number;
  readonly systemUs: number;
}

/** The kernel writes times for user space in ticks of USER_HZ, which is 100 on every architecture of Linux that Node.js runs on. */
const tickUs = 10_000;

/** Reads fields 16 and 17, `cutime` and `cstime`, of `/proc/self/stat` (proc_pid_stat(5)); undefined where there is none. */
export function readChildTimes(): ChildTimes | undefined {
  let text: string;
  try {
    text = readFileSync('/proc/self/stat', 'latin1');
  } catch {
    return undefined;
  }
  // Field 2 is the name of the program in parentheses, which can hold anything; field 3 follows its last one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { userUs: Number(fields[13]) * tickUs, systemUs: Number(fields[14]) * tickUs };
}
