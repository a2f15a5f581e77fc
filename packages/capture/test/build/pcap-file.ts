import { byteOrder } from './byte-order.ts';
import { type Bytes, join, zeros } from './bytes.ts';

export interface PcapRecord {
  /** Nanoseconds since the epoch. */
  readonly instantNs?: bigint;
  readonly frame: Bytes;
  /** Length on the wire, when more than was captured. */
  readonly originalBytes?: number;
  /** What the record says was captured, when that is to be something else than the truth. */
  readonly capturedBytes?: number;
}

export interface PcapVariant {
  readonly nanoseconds?: boolean;
  readonly bigEndian?: boolean;
  /** Alexey Kuznetzov's variant: eight more bytes in every record header. */
  readonly longRecordHeaders?: boolean;
  /** The whole field: link type, and in its upper bits the FCS length. */
  readonly linkType?: number;
  readonly snapLengthBytes?: number;
}

/** 2024-03-01 12:00:00 UTC: where the instants of records that have none begin, a millisecond apart. */
export const someInstantNs = 1_709_294_400_000_000_000n;

/** A pcap file (draft-ietf-opsawg-pcap). */
export function pcapFile(records: readonly (PcapRecord | Uint8Array)[], variant: PcapVariant = {}): Uint8Array {
  return join(pcapHeader(variant), ...records.map((record, index) => pcapRecord(record, index, variant)));
}

export function pcapHeader(variant: PcapVariant = {}): Uint8Array {
  const { u16, u32 } = byteOrder(variant.bigEndian ?? false);
  const magic = variant.longRecordHeaders ? 0xa1b2cd34 : variant.nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4;
  return join(
    u32(magic),
    u16(2),
    u16(4),
    u32(0),
    u32(0),
    u32(variant.snapLengthBytes ?? 262_144),
    u32(variant.linkType ?? 1),
  );
}

export function pcapRecord(record: PcapRecord | Uint8Array, index = 0, variant: PcapVariant = {}): Uint8Array {
  const given = record instanceof Uint8Array ? { frame: record } : record;
  const { u32 } = byteOrder(variant.bigEndian ?? false);
  const instantNs = given.instantNs ?? someInstantNs + BigInt(index) * 1_000_000n;
  const fraction = instantNs % 1_000_000_000n;
  return join(
    u32(Number(instantNs / 1_000_000_000n)),
    u32(Number(variant.nanoseconds ? fraction : fraction / 1000n)),
    u32(given.capturedBytes ?? given.frame.length),
    u32(given.originalBytes ?? given.frame.length),
    variant.longRecordHeaders ? zeros(8) : [],
    given.frame,
  );
}
