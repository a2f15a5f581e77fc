import { byteOrder } from './byte-order.ts';
import { ascii, type Bytes, join, padded, zeros } from './bytes.ts';

export interface InterfaceFields {
  readonly linkType?: number;
  readonly snapLengthBytes?: number;
  readonly name?: string;
  /** if_tsresol: a power of 10, or of 2 with the top bit. */
  readonly resolution?: number;
  readonly offsetSeconds?: bigint;
}

export interface PacketFields {
  readonly interfaceId?: number;
  readonly ticks?: bigint;
  readonly originalBytes?: number;
  /** What the block says was captured, when that is to be something else than the truth. */
  readonly capturedBytes?: number;
  readonly comments?: readonly string[];
  readonly dropCount?: bigint;
}

/** Makers of pcapng blocks (draft-ietf-opsawg-pcapng) in one byte order. */
export interface PcapngBlocks {
  readonly sectionHeader: (comment?: string) => Uint8Array;
  readonly interfaceDescription: (fields?: InterfaceFields) => Uint8Array;
  readonly enhancedPacket: (frame: Bytes, fields?: PacketFields) => Uint8Array;
  /** @param fields `originalBytes` alone counts */
  readonly simplePacket: (frame: Bytes, fields?: PacketFields) => Uint8Array;
  /** The packet block that the enhanced one replaced; its drop count is a field. */
  readonly obsoletePacket: (frame: Bytes, fields?: PacketFields) => Uint8Array;
  readonly statistics: (interfaceId: number, interfaceDrops?: bigint, systemDrops?: bigint) => Uint8Array;
  readonly nameResolution: (address: readonly number[], name: string) => Uint8Array;
  readonly custom: (copied: boolean) => Uint8Array;
  readonly systemdJournal: (entry: string) => Uint8Array;
  readonly decryptionSecrets: (secrets: string) => Uint8Array;
  readonly block: (type: number, body: Bytes) => Uint8Array;
}

export function pcapngBlocks(bigEndian = false): PcapngBlocks {
  const { u16, u32, u64 } = byteOrder(bigEndian);
  const block = (type: number, body: Bytes) => {
    const content = padded(body, 4);
    return join(u32(type), u32(content.length + 12), content, u32(content.length + 12));
  };
  const option = (code: number, value: Bytes) => padded(join(u16(code), u16(value.length), value), 4);
  const options = (...list: readonly Bytes[]) => (list.length === 0 ? [] : join(...list, u16(0), u16(0)));
  const packetOptions = (fields: PacketFields) =>
    options(
      ...(fields.comments ?? []).map((comment) => option(1, new TextEncoder().encode(comment))),
      ...(fields.dropCount === undefined ? [] : [option(4, u64(fields.dropCount))]),
    );
  const ticks = (value: bigint) => [...u32(Number(value >> 32n)), ...u32(Number(value & 0xffff_ffffn))];
  const lengths = (frame: Bytes, fields: PacketFields) => [
    ...u32(fields.capturedBytes ?? frame.length),
    ...u32(fields.originalBytes ?? frame.length),
  ];
  return {
    block,
    sectionHeader: (comment) =>
      block(
        0x0a0d0d0a,
        join(u32(0x1a2b3c4d), u16(1), u16(0), u64(-1n), options(...(comment ? [option(1, ascii(comment))] : []))),
      ),
    interfaceDescription: (fields = {}) =>
      block(
        1,
        join(
          u16(fields.linkType ?? 1),
          u16(0),
          u32(fields.snapLengthBytes ?? 0),
          options(
            ...(fields.name === undefined ? [] : [option(2, ascii(fields.name))]),
            ...(fields.resolution === undefined ? [] : [option(9, [fields.resolution])]),
            ...(fields.offsetSeconds === undefined ? [] : [option(14, u64(fields.offsetSeconds))]),
          ),
        ),
      ),
    enhancedPacket: (frame, fields = {}) =>
      block(
        6,
        join(
          u32(fields.interfaceId ?? 0),
          ticks(fields.ticks ?? 0n),
          lengths(frame, fields),
          padded(frame, 4),
          packetOptions(fields),
        ),
      ),
    simplePacket: (frame, fields = {}) => block(3, join(u32(fields.originalBytes ?? frame.length), frame)),
    obsoletePacket: (frame, fields = {}) =>
      block(
        2,
        join(
          u16(fields.interfaceId ?? 0),
          u16(Number(fields.dropCount ?? 0xffffn)),
          ticks(fields.ticks ?? 0n),
          lengths(frame, fields),
          padded(frame, 4),
          packetOptions({ comments: fields.comments ?? [] }),
        ),
      ),
    statistics: (interfaceId, interfaceDrops, systemDrops) =>
      block(
        5,
        join(
          u32(interfaceId),
          zeros(8),
          options(
            ...(interfaceDrops === undefined ? [] : [option(5, u64(interfaceDrops))]),
            ...(systemDrops === undefined ? [] : [option(7, u64(systemDrops))]),
          ),
        ),
      ),
    nameResolution: (address, name) =>
      block(
        4,
        join(padded(join(u16(1), u16(address.length + name.length + 1), address, ascii(name), [0]), 4), zeros(4)),
      ),
    custom: (copied) => block(copied ? 0x0bad : 0x40000bad, join(u32(32_473), ascii('anything'))),
    systemdJournal: (entry) => block(9, ascii(entry)),
    decryptionSecrets: (secrets) => block(10, join(u32(0x544c_534b), u32(secrets.length), ascii(secrets))),
  };
}

/** The simplest pcapng file: one section, one interface of microseconds, one enhanced packet per frame, a millisecond apart. */
export function pcapngFile(frames: readonly Uint8Array[], bigEndian = false, linkType = 1): Uint8Array {
  const blocks = pcapngBlocks(bigEndian);
  return join(
    blocks.sectionHeader(),
    blocks.interfaceDescription({ linkType }),
    ...frames.map((frame, index) =>
      blocks.enhancedPacket(frame, { ticks: 1_709_294_400_000_000n + BigInt(index) * 1000n }),
    ),
  );
}
