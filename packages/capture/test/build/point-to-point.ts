import { type Bytes, join, u16, u32, u32le, zeros } from './bytes.ts';

/** BSD loopback (LINKTYPE_NULL, 0), in the byte order of the host that captured. */
export function bsdNull(family: number, payload: Bytes, bigEndian = false): Uint8Array {
  return join(bigEndian ? u32(family) : u32le(family), payload);
}

/** PPP: a protocol number, with address and control of HDLC-like framing before it unless `bare`. */
export function ppp(protocol: number, payload: Bytes, bare = false): Uint8Array {
  return join(bare ? [] : [0xff, 0x03], u16(protocol), payload);
}

/** PPP with the protocol field compressed to one byte (RFC 1661 section 6.5). */
export function pppCompressed(protocol: number, payload: Bytes): Uint8Array {
  return join([protocol], payload);
}

/** Cisco HDLC (LINKTYPE_C_HDLC, 104). */
export function ciscoHdlc(etherType: number, payload: Bytes): Uint8Array {
  return join([0x0f, 0x00], u16(etherType), payload);
}

/** Frame Relay (LINKTYPE_FRELAY, 107), two address bytes, an NLPID of RFC 2427. */
export function frameRelay(nlpid: number, payload: Bytes): Uint8Array {
  return join([0x18, 0x41, 0x03, nlpid], payload);
}

/** Frame Relay with SNAP, where a padding octet aligns the header (RFC 2427 section 3). */
export function frameRelaySnap(organisation: number, protocol: number, payload: Bytes): Uint8Array {
  return join([0x18, 0x41, 0x03, 0x00, 0x80], u32(organisation).slice(1), u16(protocol), payload);
}

/** Frame Relay with Cisco's encapsulation: an EtherType right behind the address. */
export function frameRelayCisco(etherType: number, payload: Bytes): Uint8Array {
  return join([0x18, 0x41], u16(etherType), payload);
}

/** IP over InfiniBand (LINKTYPE_IPOIB, 242): a 40-byte pseudo-header, EtherType, two reserved bytes. */
export function ipoib(etherType: number, payload: Bytes): Uint8Array {
  return join(zeros(40), u16(etherType), u16(0), payload);
}
