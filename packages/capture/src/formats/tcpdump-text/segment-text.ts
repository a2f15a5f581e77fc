/** How far a printed segment could be read. */
export type Reading =
  /** To its end. */
  | 'whole'
  /** The line stops early: what was read before that is certain. */
  | 'cut'
  /** Something stands there that tcpdump does not print: what was read before that is used. */
  | 'malformed'
  /** tcpdump says that the TCP header is broken and prints none of its numbers. */
  | 'bad-header';

/** No segment carries more (those before segmentation end at 512 KiB); a length beyond is no number that tcpdump printed. */
export const mostPayloadBytes = 16 * 1024 * 1024;

/**
 * One TCP segment as tcpdump printed it: numbers may be relative (see relative-numbers.ts). Filled anew for every line.
 * Numbers are unsigned here, as they stand in the text.
 */
export class SegmentText {
  flags = 0;
  /** tcpdump prints no sequence number for a segment without data, SYN, FIN or RST, unless `-vv` is given. */
  hasSequence = false;
  sequence = 0;
  hasAcknowledgment = false;
  acknowledgment = 0;
  window = 0;
  payloadBytes = 0;
  options = 0;
  mss = 0;
  windowScale = 0;
  timestampValue = 0;
  timestampEcho = 0;
  sackLeft = 0;
  sackRight = 0;
  /** Options that are not read to their end. More of them in one of two ways to put a wrapped line together: the wrong way. */
  oddities = 0;

  clear(): void {
    this.flags = 0;
    this.hasSequence = false;
    this.sequence = 0;
    this.hasAcknowledgment = false;
    this.acknowledgment = 0;
    this.window = 0;
    this.payloadBytes = 0;
    this.options = 0;
    this.mss = 0;
    this.windowScale = 0;
    this.timestampValue = 0;
    this.timestampEcho = 0;
    this.sackLeft = 0;
    this.sackRight = 0;
    this.oddities = 0;
  }
}
