import { type Bytes, join, u16, u32, zeros } from './bytes.ts';

export const linkSource = [0x02, 0x00, 0x5e, 0x10, 0x20, 0x30];
export const linkDestination = [0x02, 0x00, 0x5e, 0xaa, 0xbb, 0xcc];

/** An Ethernet II frame; with `padTo`, zeros behind as an interface adds them up to 60 bytes. */
export function ethernet(etherType: number, payload: Bytes, padTo = 0): Uint8Array {
  const frame = join(linkDestination, linkSource, u16(etherType), payload);
  return join(frame, zeros(Math.max(padTo - frame.length, 0)));
}

/** An IEEE 802.3 frame: a length where Ethernet II has a type, and LLC behind it. */
export function ethernet8023(llc: Bytes): Uint8Array {
  return ethernet(llc.length, llc);
}

/** IEEE 802.2 LLC with SNAP (RFC 1042). */
export function llcSnap(etherType: number, payload: Bytes, organisation = 0): Uint8Array {
  return join([0xaa, 0xaa, 0x03], u32(organisation).slice(1), u16(etherType), payload);
}

/** The inside of a VLAN tag: tag control, then the EtherType of what follows. The tag's own EtherType (0x8100, 0x88a8) goes before it. */
export function vlanTag(id: number, etherType: number, payload: Bytes): Uint8Array {
  return join(u16(id), u16(etherType), payload);
}

/** A label stack (RFC 3032), bottom label last. */
export function mpls(labels: readonly number[], payload: Bytes): Uint8Array {
  const stack = labels.flatMap((label, index) => u32((label << 12) | (index === labels.length - 1 ? 0x100 : 0) | 64));
  return join(stack, payload);
}

/** A PPPoE session packet (RFC 2516 section 4), whose payload is PPP without address and control. */
export function pppoe(payload: Bytes): Uint8Array {
  return join([0x11, 0x00], u16(0x77), u16(payload.length), payload);
}
