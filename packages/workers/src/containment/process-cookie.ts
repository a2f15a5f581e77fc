import { readEnvironment, ticksPerSecond } from '../process/proc.ts';
import type { ProcessInfo } from '../process/process-info.ts';
import { cookieName } from './containment.ts';

const prefix = `${cookieName}=`;
/** An environment is changed by becoming another program, which is done soon after the fork or never. */
const settledTicks = ticksPerSecond;

/** What a process carries; undefined when it carries none, or its environment is not for us. */
export function cookieOfProcess(pid: number): string | undefined {
  return readEnvironment(pid)
    ?.find((variable) => variable.startsWith(prefix))
    ?.slice(prefix.length);
}

/** Whether what it carries, or that it carries none, stays so. */
export function isSettled({ startTicks }: ProcessInfo, nowTicks: number): boolean {
  return nowTicks - startTicks > settledTicks;
}
