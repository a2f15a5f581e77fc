import { type Bytes, join, padded, u16 } from './bytes.ts';

export interface Ipv4Fields {
  readonly source?: string;
  readonly destination?: string;
  /** IP protocol number; TCP unless said. */
  readonly protocol?: number;
  readonly ttl?: number;
  readonly id?: number;
  readonly dontFragment?: boolean;
  readonly moreFragments?: boolean;
  /** In units of 8 bytes. */
  readonly fragmentOffset?: number;
  readonly options?: Bytes;
  /** What the header says, when that is to be something else than the truth; 0 as before segmentation offload. */
  readonly totalLength?: number;
  /** Words of the header, when that is to be something else than the truth. */
  readonly headerWords?: number;
  readonly version?: number;
}

/** An IPv4 packet (RFC 791) with a right header checksum. */
export function ipv4(fields: Ipv4Fields, payload: Bytes): Uint8Array {
  const options = padded(fields.options ?? [], 4);
  const headerWords = fields.headerWords ?? 5 + options.length / 4;
  const fragment =
    (fields.dontFragment ? 0x4000 : 0) | (fields.moreFragments ? 0x2000 : 0) | (fields.fragmentOffset ?? 0);
  const header = join(
    [((fields.version ?? 4) << 4) | headerWords, 0],
    u16(fields.totalLength ?? 20 + options.length + payload.length),
    u16(fields.id ?? 0),
    u16(fragment),
    [fields.ttl ?? 64, fields.protocol ?? 6, 0, 0],
    ipv4Address(fields.source ?? '10.1.2.3'),
    ipv4Address(fields.destination ?? '10.9.8.7'),
    options,
  );
  header.set(u16(checksum(header)), 10);
  return join(header, payload);
}

export function ipv4Address(text: string): number[] {
  return text.split('.').map(Number);
}

/** The Internet checksum (RFC 1071). */
export function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < bytes.length; index += 2) sum += (bytes[index] << 8) | (bytes[index + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
