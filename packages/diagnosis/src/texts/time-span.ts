/** When a connection was, in nanoseconds since 1970-01-01T00:00:00Z; undefined when the capture's times have no date. */
export interface TimeSpan {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}
