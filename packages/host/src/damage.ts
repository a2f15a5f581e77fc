/** A line that could not be read as the lines around it promise. What lies around it was read. */
export interface Damage {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** Takes note of a damaged line. */
export type NoteDamage = (line: number, reason: string) => void;
