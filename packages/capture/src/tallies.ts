/** What a reader counts beside the segments that it hands on. */
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
  /** Segments longer than an interface could send, or with IP total length 0: seen before segmentation (TSO) or after merging (GRO). */
  offloadedSegments = 0;
}
