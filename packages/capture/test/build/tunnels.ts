import { type Bytes, join, u16, u32, zeros } from './bytes.ts';
import { udp } from './udp.ts';

export interface GreFields {
  readonly checksum?: boolean;
  readonly key?: number;
  readonly sequence?: number;
  /** Source routes (RFC 1701): address family and route of each entry; the list is ended by an entry of zeros. */
  readonly routes?: readonly (readonly [family: number, route: Bytes])[];
}

/** GRE (RFC 2784, RFC 2890, RFC 1701). IP protocol 47. */
export function gre(protocol: number, payload: Bytes, fields: GreFields = {}): Uint8Array {
  const { checksum = false, key, sequence, routes } = fields;
  const flags =
    (checksum ? 0x8000 : 0) |
    (routes ? 0x4000 : 0) |
    (key === undefined ? 0 : 0x2000) |
    (sequence === undefined ? 0 : 0x1000);
  const list = (routes ?? []).flatMap(([family, route]) => [...u16(family), 0, route.length, ...route]);
  return join(
    u16(flags),
    u16(protocol),
    checksum || routes ? zeros(4) : [],
    key === undefined ? [] : u32(key),
    sequence === undefined ? [] : u32(sequence),
    list,
    routes ? zeros(4) : [],
    payload,
  );
}

/** GRE version 1 as PPTP uses it (RFC 2637 section 4.1), with sequence and acknowledgment; the payload is PPP. */
export function pptp(payload: Bytes): Uint8Array {
  return join(u16(0x3081), u16(0x880b), u16(payload.length), u16(7), u32(1), u32(0), payload);
}

/** ERSPAN type I: nothing between GRE and the mirrored Ethernet frame. */
export function erspanI(frame: Bytes): Uint8Array {
  return gre(0x88be, frame);
}

/** ERSPAN type II: a GRE sequence number, and eight bytes (version 1, VLAN, session, index). */
export function erspanII(frame: Bytes): Uint8Array {
  return gre(0x88be, join(u16(0x1001), u16(0x0005), u32(3), frame), { sequence: 9 });
}

/** ERSPAN type III: twelve bytes (version 2), eight more with the O bit. */
export function erspanIII(frame: Bytes, withPlatform = false): Uint8Array {
  const header = [...u16(0x2001), ...u16(0x0005), ...u32(1), ...u16(0), ...u16(withPlatform ? 1 : 0)];
  return gre(0x22eb, join(header, withPlatform ? zeros(8) : [], frame), { sequence: 9 });
}

/** VXLAN (RFC 7348) in UDP. */
export function vxlan(frame: Bytes, port = 4789): Uint8Array {
  return udp(50_000, port, join(u32(0x0800_0000), u32(42 << 8), frame));
}

/** VXLAN-GPE: the P bit, and a next protocol (1 IPv4, 2 IPv6, 3 Ethernet). Wireshark knows it on port 4790 alone. */
export function vxlanGpe(nextProtocol: number, payload: Bytes): Uint8Array {
  return udp(50_000, 4789, join([0x0c, 0, 0, nextProtocol], u32(42 << 8), payload));
}

/** GENEVE (RFC 8926) in UDP, with options in whole words. */
export function geneve(etherType: number, payload: Bytes, optionWords = 0): Uint8Array {
  // One option: class, type, length in words without its own header (RFC 8926 section 3.5).
  const option = optionWords === 0 ? [] : join(u16(0x0102), [0x03, optionWords - 1], zeros((optionWords - 1) * 4));
  return udp(50_000, 6081, join([optionWords, 0], u16(etherType), u32(42 << 8), option, payload));
}

/** Teredo (RFC 4380) in UDP, with its two indications if asked for. */
export function teredo(packet: Bytes, withAuthentication = false, withOrigin = false): Uint8Array {
  const authentication = withAuthentication ? join([0, 1, 4, 4], zeros(8), zeros(8), [0]) : [];
  const origin = withOrigin ? join(u16(0), u16(0xffff), u32(0x0a00_0001)) : [];
  return udp(50_000, 3544, join(authentication, origin, packet));
}

/** GTP-U version 1 (3GPP TS 29.281) in UDP; with extension headers the S, PN or E part of four bytes comes first. */
export function gtpU(
  packet: Bytes,
  extensionHeaders: readonly (readonly [type: number, value: Bytes])[] = [],
): Uint8Array {
  const extended = extensionHeaders.length > 0;
  const types = [...extensionHeaders.map(([type]) => type), 0];
  const extensions = extensionHeaders.flatMap(([, value], index) => [
    (value.length + 2) / 4,
    ...value,
    types[index + 1] as number,
  ]);
  const optional = extended ? [0, 0, 0, types[0] as number, ...extensions] : [];
  const body = join(optional, packet);
  return udp(2152, 2152, join([extended ? 0x34 : 0x30, 255], u16(body.length), u32(0x1234), body));
}

/** EtherIP (RFC 3378): version 3, then an Ethernet frame. IP protocol 97. */
export function etherIp(frame: Bytes): Uint8Array {
  return join([0x30, 0x00], frame);
}
