/**
 * What a reader counts beside the segments that it hands on. A frame counts once: `frames` is the sum of `tcpFrames`, `icmpErrors`,
 * `fragmentsHidingTcp`, `cutHeaders`, `undecodedFrames` and `malformedFrames`. An aggregate (802.11) counts once for each of its packets that
 * is no segment, so with those the sum is larger.
 */
export class Tallies {
  frames = 0;
  /** Segments handed on (a frame may hold several: aggregated 802.11). */
  segments = 0;
  /** Frames that held at least one TCP segment. */
  tcpFrames = 0;
  icmpErrors = 0;
  /** IP fragments of TCP after the first: the TCP header is in another frame, so these can't be attributed. */
  fragmentsHidingTcp = 0;
  /** First fragments of TCP: the header is read, the payload goes on in other frames. */
  firstFragments = 0;
  /** Frames whose capture ends inside the IP or TCP header (snap length too short). */
  cutHeaders = 0;
  /** Frames of a link layer or network protocol that is not decoded. */
  undecodedFrames = 0;
  /** Frames whose headers or whose record contradict themselves before a TCP header; each is in the damage report. */
  malformedFrames = 0;
  /** Segments longer than an interface could send, or with IP total length 0: seen before segmentation (TSO) or after merging (GRO). */
  offloadedSegments = 0;
}
