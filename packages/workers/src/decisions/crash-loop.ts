import type { DeathCause } from '../death/death.ts';

/** A death that nobody asked for. */
export interface DeathMark {
  readonly atMs: number;
  readonly cause: DeathCause;
}

export interface CrashLoopPolicy {
  /** So many deaths of one cause … */
  readonly deaths: number;
  /** … within this time: starting again would only repeat it. */
  readonly withinMs: number;
}

export interface CrashLoop {
  readonly cause: DeathCause;
  readonly deaths: number;
  /** From the first of these deaths to the last. */
  readonly inMs: number;
}

/** Whether the last death closes a loop; deaths are in the order in which they happened. */
export function crashLoopOf(deaths: readonly DeathMark[], policy: CrashLoopPolicy): CrashLoop | undefined {
  const last = deaths.at(-1);
  if (last === undefined) return undefined;
  const alike = deaths.filter(({ cause, atMs }) => cause === last.cause && last.atMs - atMs <= policy.withinMs);
  if (alike.length < policy.deaths) return undefined;
  return { cause: last.cause, deaths: alike.length, inMs: Math.round(last.atMs - (alike[0] as DeathMark).atMs) };
}

/** Deaths that can still be part of a loop; the others are forgotten. */
export function recentDeaths(deaths: readonly DeathMark[], policy: CrashLoopPolicy): readonly DeathMark[] {
  const lastMs = deaths.at(-1)?.atMs ?? 0;
  return deaths.filter(({ atMs }) => lastMs - atMs <= policy.withinMs).slice(-Math.max(policy.deaths * 4, 20));
}
