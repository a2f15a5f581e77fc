import { isAbortClass } from '../death/exit-signal.ts';
import type { Bereavement } from './families.ts';

/** What a guard does about the family of a dead parent. */
export interface Judgement {
  readonly spare: boolean;
  readonly because?: string;
  /** How long its children have to end by themselves before they are asked to. */
  readonly waitMs: number;
  /** SIGKILL without SIGTERM. */
  readonly atOnce: boolean;
}

export interface GuardPolicy {
  /** For deaths that the parent may have chosen itself: its children may be finishing. */
  readonly waitMs: number;
}

/** A program that goes into the background does so at its start, and then the first process ends. */
const settledTicks = 200;

/**
 * A parent that crashed or was killed can't have meant its children to live on. Of any other end that isn't known: it may have gone into the background, or handed over to a successor that it started, as servers do
 * to upgrade. So a parent that lived for less than two seconds is let be, and its children get time.
 *
 * @param signal the signal that ended it, where that was seen
 */
export function judgeOrphans(
  { sinceTicks }: Bereavement,
  signal: string | undefined,
  endedAtTicks: number,
  policy: GuardPolicy,
): Judgement {
  const crashed = isAbortClass(signal) || signal === 'SIGKILL';
  if (crashed) return { spare: false, waitMs: 0, atOnce: isAbortClass(signal) };
  if (endedAtTicks - sinceTicks < settledTicks) {
    return {
      spare: true,
      because: 'it ended within two seconds of its start, as programs that go into the background do',
      waitMs: 0,
      atOnce: false,
    };
  }
  return { spare: false, waitMs: policy.waitMs, atOnce: false };
}
