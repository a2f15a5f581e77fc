import { type Bytes, join, padded, u16, u32, zeros } from './bytes.ts';

export interface TcpFields {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly sequence?: number;
  readonly acknowledgment?: number;
  readonly flags?: number;
  readonly window?: number;
  /** Padded with End of Option List to whole words. */
  readonly options?: Bytes;
  /** The header's length in words, when it is to be something else than what it takes. */
  readonly dataOffset?: number;
}

/** A TCP segment (RFC 9293 section 3.1); its checksum is 0. */
export function tcp(fields: TcpFields = {}, payload: Bytes = []): Uint8Array {
  const options = padded(fields.options ?? [], 4);
  const dataOffset = fields.dataOffset ?? 5 + options.length / 4;
  return join(
    u16(fields.sourcePort ?? 40_001),
    u16(fields.destinationPort ?? 443),
    u32(fields.sequence ?? 0),
    u32(fields.acknowledgment ?? 0),
    u16((dataOffset << 12) | (fields.flags ?? 0x10)),
    u16(fields.window ?? 501),
    zeros(4),
    options,
    payload,
  );
}
