/** What a tracker counts over all connections. */
export class TrackingTallies {
  connections = 0;
  resetFrames = 0;
  /** Segments that are copies of others (mirrored ports, `-i any`). */
  copies = 0;
  icmpErrors = 0;
  /** ICMP errors about connections that the capture does not hold. */
  unmatchedIcmpErrors = 0;
  /** Connections let go before their end to bound memory; their later segments open new streams. */
  evicted = 0;
}
