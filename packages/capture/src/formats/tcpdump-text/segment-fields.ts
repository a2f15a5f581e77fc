import { type Segment, UNKNOWN } from '../../segment.ts';
import type { Direction } from '../../text/direction.ts';
import type { PrintedPacket } from './printed-packet.ts';
import type { SegmentText } from './segment-text.ts';

/** Fills in all that a text tells of a segment but its numbers (see relative-numbers.ts). A text holds no payload. */
export function fillSegment(segment: Segment, packet: PrintedPacket, direction: Direction, text: SegmentText): void {
  segment.frame = packet.frame;
  segment.instantNs = packet.instantNs;
  segment.interfaceId = packet.interfaceId;
  segment.family = direction.family;
  [segment.source0, segment.source1, segment.source2, segment.source3] = direction.source;
  [segment.destination0, segment.destination1, segment.destination2, segment.destination3] = direction.destination;
  segment.sourcePort = direction.sourcePort;
  segment.destinationPort = direction.destinationPort;
  segment.flags = text.flags;
  segment.window = text.window;
  segment.payloadBytes = text.payloadBytes | 0;
  segment.ttl = packet.ipHeader.ttl;
  segment.ipId = direction.family === 6 ? UNKNOWN : packet.ipHeader.ipId;
  segment.dontFragment = direction.family === 6 ? 1 : packet.ipHeader.dontFragment;
  segment.linkSourceHigh = packet.linkSourceHigh;
  segment.linkSourceLow = packet.linkSourceLow;
  segment.tunnels = packet.tunnels;
  segment.options = text.options;
  segment.mss = text.mss;
  segment.windowScale = text.windowScale;
  segment.timestampValue = text.timestampValue | 0;
  segment.timestampEcho = text.timestampEcho | 0;
}
