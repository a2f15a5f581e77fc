import { type Bytes, join, u16 } from './bytes.ts';

/** A UDP datagram (RFC 768) without checksum. */
export function udp(sourcePort: number, destinationPort: number, payload: Bytes): Uint8Array {
  return join(u16(sourcePort), u16(destinationPort), u16(8 + payload.length), u16(0), payload);
}
