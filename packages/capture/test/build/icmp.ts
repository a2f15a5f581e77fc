import { type Bytes, join, u16, u32 } from './bytes.ts';
import { checksum } from './ipv4.ts';

/** An ICMP error (RFC 792): type, code, the second word (RFC 1191: the MTU in its low half), then what it quotes. */
export function icmpError(type: number, code: number, quoted: Bytes, nextHopMtu = 0): Uint8Array {
  const message = join([type, code, 0, 0], u16(0), u16(nextHopMtu), quoted);
  message.set(u16(checksum(message)), 2);
  return message;
}

/** An ICMPv6 error (RFC 4443): the second word is the MTU of "packet too big". Its checksum is 0. */
export function icmpv6Error(type: number, code: number, quoted: Bytes, mtu = 0): Uint8Array {
  return join([type, code, 0, 0], u32(mtu), quoted);
}
