import { type Bytes, join, u16, u16le, u32le, zeros } from './bytes.ts';
import { linkDestination, linkSource } from './ethernet.ts';

/** The least radiotap header (LINKTYPE_IEEE802_11_RADIOTAP, 127): version, length, no fields. */
export function radiotap(frame: Bytes, extraBytes = 0): Uint8Array {
  return join([0, 0], u16le(8 + extraBytes), u32le(0), zeros(extraBytes), frame);
}

/** Per-Packet Information (LINKTYPE_PPI, 192) without fields around a frame of `linkType`. */
export function ppi(linkType: number, frame: Bytes): Uint8Array {
  return join([0, 0], u16le(8), u32le(linkType), frame);
}

const addresses = [...linkDestination, ...linkSource, ...linkDestination];

/** A data frame from a station to its access point; its payload is LLC. */
export function dataFrame(payload: Bytes, flags = 0x01): Uint8Array {
  const fourthAddress = (flags & 0x03) === 0x03 ? linkSource : [];
  return join([0x08, flags], u16le(0), addresses, u16le(0), fourthAddress, payload);
}

/** A QoS data frame; bit 7 of the control says that the payload is an aggregate. */
export function qosDataFrame(payload: Bytes, aggregated = false, order = false): Uint8Array {
  const heControl = order ? u32le(0) : [];
  const head = [0x88, order ? 0x81 : 0x01];
  return join(head, u16le(0), addresses, u16le(0), u16le(aggregated ? 0x80 : 0), heControl, payload);
}

/** A-MSDU: subframes of destination, source, length and LLC payload, each but the last padded to four bytes. */
export function aggregate(payloads: readonly Bytes[]): Uint8Array {
  return join(
    ...payloads.map((payload, index) => {
      const subframe = join(linkDestination, linkSource, u16(payload.length), payload);
      return index === payloads.length - 1 ? subframe : join(subframe, zeros(-subframe.length & 3));
    }),
  );
}
