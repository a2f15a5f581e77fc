/** How often each combination of TCP flags was seen: what `sort | uniq -c` makes of a column of flags. No packets, no times, no ends. */
export interface FlagCounts {
  /** Index of the text among the inputs. */
  readonly input: number;
  /** What stands above the counts, if anything does. */
  readonly heading: string;
  /** Lines of the text, from and to. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** By the bits of `Segment.flags`. */
  readonly counts: ReadonlyMap<number, number>;
}
