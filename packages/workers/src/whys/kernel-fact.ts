import type { Death } from '../death/death.ts';

/** What the kernel tells of a death: that it killed for want of memory, or that it did not. */
export interface KernelFact {
  readonly byKernel: boolean;
  readonly fact: string;
}

/** Facts of a death by which it was not the kernel (`judgeKernelKill`). */
const excludesKernel = /counts 0 oom_kill|kernel log names no kill/;

/** As a supervisor understood it; undefined where nothing tells. */
export function kernelFactOf({ cause, evidence }: Death): KernelFact | undefined {
  if (cause === 'kernel-out-of-memory') return { byKernel: true, fact: evidence[0] ?? '' };
  const fact = evidence.find((one) => excludesKernel.test(one));
  return fact === undefined ? undefined : { byKernel: false, fact };
}

/** As a guard wrote it down, whose file may be damaged. */
export function writtenKernelFact(value: unknown): KernelFact | undefined {
  const { byKernel, fact } = (value ?? {}) as Partial<Record<keyof KernelFact, unknown>>;
  return typeof byKernel === 'boolean' && typeof fact === 'string' ? { byKernel, fact } : undefined;
}
