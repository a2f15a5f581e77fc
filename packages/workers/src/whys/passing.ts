import type { Death } from '../death/death.ts';
import type { KernelFact } from './kernel-fact.ts';
import type { Sighted } from './sighted.ts';

/** What a dead worker left. */
export interface Left {
  readonly count: number;
  /** What was held by those of which it could be read. */
  readonly bytes: number;
  /** From the death until none was left; undefined where nobody ended them (a dry run). */
  readonly tookMs: number | undefined;
  /** Those that could not be ended. */
  readonly remaining: number;
  readonly sighted: Sighted;
}

/** One death that nobody asked for, whoever saw it. */
export interface Passing {
  readonly sighted: Sighted;
  /** The kind of worker; of a parent that a guard watches, its command line. */
  readonly kind: string;
  /** `mail.0`; of a guarded parent its pid. */
  readonly worker: string;
  readonly pid: number;
  readonly seenBy: 'supervisor' | 'guard';
  readonly signal: string | undefined;
  /** Who sent that signal, where the kernel's trace told. */
  readonly sentBy: number | undefined;
  /** What the kernel tells of a kill for want of memory. */
  readonly kernel: KernelFact | undefined;
  /** Only a supervisor is told how a worker ended, and reads its last words. */
  readonly death: Death | undefined;
  readonly left: Left | undefined;
}

/** The last lines on standard error, where they are known. */
export function lastWords({ death }: Passing): readonly string[] {
  return death?.lastLines ?? [];
}
