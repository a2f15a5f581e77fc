import type { IcmpError } from '../../icmp-error.ts';
import type { Direction } from '../../text/direction.ts';
import type { IcmpMessage } from './icmp-message.ts';
import type { PrintedPacket } from './printed-packet.ts';

/**
 * Fills in an ICMP error that quotes a segment of `quoted`. Its family is that of the quoted endpoints, so 0 where they are names
 * (see Segment.family).
 *
 * @param source who sent it, as four words
 */
export function fillIcmpError(
  error: IcmpError,
  packet: PrintedPacket,
  message: IcmpMessage,
  source: Direction['source'],
  quoted: Direction,
  quotedSequence: number,
): void {
  error.frame = packet.frame;
  error.instantNs = packet.instantNs;
  error.family = quoted.family;
  error.type = message.type;
  error.code = message.code;
  error.mtuBytes = message.mtuBytes;
  error.ttl = packet.icmpTtl;
  [error.source0, error.source1, error.source2, error.source3] = source;
  [error.quotedSource0, error.quotedSource1, error.quotedSource2, error.quotedSource3] = quoted.source;
  [error.quotedDestination0, error.quotedDestination1, error.quotedDestination2, error.quotedDestination3] =
    quoted.destination;
  error.quotedSourcePort = quoted.sourcePort;
  error.quotedDestinationPort = quoted.destinationPort;
  error.quotedSequence = quotedSequence;
}
