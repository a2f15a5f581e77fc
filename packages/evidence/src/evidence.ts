/** One observed fact, and where it can be checked. */
export interface Evidence {
  /** Index of the input that holds it. */
  readonly input: number;
  /** Frames of that input, numbered as Wireshark numbers them (packet lines, for captures as text). */
  readonly frames: readonly number[];
  /** Lines of that input, numbered from 1, where it is a text of lines that stand for themselves. */
  readonly lines?: readonly number[];
  /** The fact itself, with its numbers. */
  readonly detail: string;
}
