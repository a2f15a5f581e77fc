import type { CellKills, KernelKills } from './kernel-kills.ts';

/** Whether it was the kernel, for want of memory, and the fact that tells. */
export type KernelJudgement =
  | { readonly byKernel: true; readonly claim: string; readonly fact: string }
  | { readonly byKernel: false; readonly fact: string };

/**
 * Whether a process that died of SIGKILL was killed by the kernel for want of memory; the surest trace first.
 *
 * @returns undefined when nothing tells
 */
export function judgeKernelKill({ inCell, onMachine, logged }: KernelKills): KernelJudgement | undefined {
  if (logged) return { byKernel: true, claim: claimOf(logged), fact: `kernel log: ${logged}` };
  if (inCell?.count === 0) return { byKernel: false, fact: 'memory.events counts 0 oom_kill' };
  if (onMachine?.count === 0) {
    return { byKernel: false, fact: `/proc/vmstat counts 0 oom_kill in the ${seconds(onMachine)} before` };
  }
  if (logged === '') return { byKernel: false, fact: 'the kernel log names no kill of it for want of memory' };
  if (inCell !== undefined) {
    return { byKernel: true, claim: 'the kernel killed it for want of memory in its cgroup', fact: cellFact(inCell) };
  }
  if (onMachine === undefined) return undefined;
  return {
    byKernel: true,
    claim: 'it died of SIGKILL in the seconds in which the kernel killed for want of memory on this machine',
    fact: `/proc/vmstat counts ${onMachine.count} oom_kill in the ${seconds(onMachine)} before`,
  };
}

/** "Memory cgroup out of memory: Killed process …", or "Out of memory: Killed process …" (mm/oom_kill.c). */
function claimOf(logged: string): string {
  const where = logged.startsWith('Memory cgroup') ? 'in its cgroup, or one above it' : 'on the machine';
  return `the kernel killed it for want of memory ${where}`;
}

function cellFact({ count, limitBytes }: CellKills): string {
  const limit = limitBytes === undefined ? '' : `, and memory.max is ${Math.round(limitBytes / 1e6)} MB`;
  return `memory.events counts ${count} oom_kill${limit}`;
}

function seconds({ withinMs }: { readonly withinMs: number }): string {
  return `${Math.max(0.1, withinMs / 1000).toFixed(1)} s`;
}
