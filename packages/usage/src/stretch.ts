/** A stretch of time: from its first instant up to, and without, its last; milliseconds since 1970. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

export function lengthMs({ fromMs, toMs }: Stretch): number {
  return toMs - fromMs;
}
