import type { Damage } from '../damage.ts';
import { FrameDecoder } from '../frame-decoder.ts';
import { mostFrames } from '../frame-table.ts';
import { firstLayerOf, isLinkTypeRead } from '../link/link-type.ts';
import type { ReaderContext } from '../reader-context.ts';
import type { FormatReader } from './format.ts';
import { behindPacket } from './pcapng/behind-packet.ts';
import {
  customBlock,
  customBlockNotCopied,
  enhancedPacketBlock,
  interfaceDescriptionBlock,
  interfaceStatisticsBlock,
  mostBlockBytes,
  packetBlock,
  sectionHeaderBlock,
  simplePacketBlock,
  systemdJournalBlock,
} from './pcapng/block-types.ts';
import { findBlock } from './pcapng/find-block.ts';
import { readInterfaceDescription, type SectionInterface } from './pcapng/interface-description.ts';
import { optionsOf, textOf } from './pcapng/options.ts';
import { paddedLength } from './pcapng/padded-length.ts';

const mostComments = 1000;
const mostInterfaces = 65_536;

/** pcapng (draft-ietf-opsawg-pcapng): sections of blocks, each section in its own byte order and with interfaces of its own. */
export class PcapngReader implements FormatReader {
  readonly kind = 'pcapng';
  readonly clock = 'absolute';
  frames = 0;
  readonly #context: ReaderContext;
  readonly #decoder: FrameDecoder;
  #littleEndian = true;
  /** By number; undefined for one whose description can't be used, so that those after it keep their numbers. */
  #interfaces: (SectionInterface | undefined)[] = [];
  #baseSeconds = Number.NaN;
  /** Instant of the frame that is being read; a simple packet block keeps that of the frame before. */
  #lastInstantNs = 0;
  #resynchronizing = false;
  /** No more bytes will come. */
  #atEnd = false;

  constructor(context: ReaderContext) {
    this.#context = context;
    this.#decoder = new FrameDecoder(context);
  }

  get baseInstantNs(): bigint {
    return Number.isNaN(this.#baseSeconds) ? 0n : BigInt(this.#baseSeconds) * 1_000_000_000n;
  }

  read(bytes: Uint8Array, start: number, end: number, inputOffset: number): number {
    const next = this.#readBlocks(bytes, start, end, inputOffset);
    this.#decoder.decodeAll();
    return next;
  }

  #readBlocks(bytes: Uint8Array, start: number, end: number, inputOffset: number): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const inputBase = inputOffset - start;
    this.#decoder.setBytes(bytes);
    let offset = start;
    while (offset + 12 <= end) {
      if (this.#resynchronizing) {
        const found = findBlock(view, offset, end, this.#littleEndian, this.#atEnd);
        if (found < 0) return ~found;
        offset = found;
        this.#resynchronizing = false;
      }
      const type = view.getUint32(offset, this.#littleEndian);
      if (type === sectionHeaderBlock && !this.#takeByteOrder(view, offset, inputBase + offset)) {
        offset += 4;
        continue;
      }
      const length = view.getUint32(offset + 4, this.#littleEndian);
      if (length < 12 || (length & 3) !== 0 || length > mostBlockBytes) {
        this.#noteDamagedBlock(inputBase + offset, `block length ${length} is impossible`);
        offset += 4;
        continue;
      }
      const next = offset + length;
      if (next > end) break;
      const trailingLength = view.getUint32(next - 4, this.#littleEndian);
      if (trailingLength !== length) {
        this.#noteDamagedBlock(
          inputBase + offset,
          `block lengths ${length} and ${trailingLength} contradict each other`,
        );
        offset += 4;
        continue;
      }
      this.#readBlock(type, bytes, view, offset, next - 4, inputBase + offset);
      offset = next;
    }
    return offset;
  }

  end(bytes: Uint8Array, start: number, end: number, inputOffset: number): void {
    this.#atEnd = true;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let offset = start;
    while (offset < end) {
      offset = this.read(bytes, offset, end, inputOffset + offset - start);
      if (offset === end || this.#resynchronizing) return; // the damaged block is already reported; nothing readable followed
      this.#noteDamage({
        offsetBytes: inputOffset + offset - start,
        frame: this.frames + 1,
        reason: `the capture ends inside a block (${end - offset} bytes of it): still being written, or cut short; read to the last whole frame`,
      });
      // Or the block's length is damaged, and others follow; but what a packet carries is not looked into.
      offset = behindPacket(view, offset, end, this.#littleEndian);
      this.#resynchronizing = true;
    }
  }

  /** @param end of the block's body, before the trailing length */
  #readBlock(type: number, bytes: Uint8Array, view: DataView, offset: number, end: number, inputOffset: number): void {
    switch (type) {
      case enhancedPacketBlock:
        this.#readEnhancedPacket(bytes, view, offset, end, inputOffset);
        return;
      case sectionHeaderBlock:
        this.#interfaces = [];
        return;
      case interfaceDescriptionBlock:
        this.#readInterface(bytes, view, offset, end, inputOffset);
        return;
      case simplePacketBlock:
        this.#readSimplePacket(view, offset, end, inputOffset);
        return;
      case packetBlock:
        this.#readObsoletePacket(bytes, view, offset, end, inputOffset);
        return;
      case interfaceStatisticsBlock:
        this.#readStatistics(view, offset, end);
        return;
      case systemdJournalBlock: // no packets, but Wireshark gives them frame numbers
      case customBlock:
      case customBlockNotCopied:
        this.frames += 1;
        this.#context.tallies.frames += 1;
        this.#context.tallies.undecodedFrames += 1;
        return;
      default: // name resolution, and blocks not known: to be skipped (section 3.1)
        return;
    }
  }

  #readEnhancedPacket(bytes: Uint8Array, view: DataView, offset: number, end: number, inputOffset: number): void {
    if (offset + 28 > end) {
      this.#noteUnreadableFrame(inputOffset, 'an enhanced packet block without room for its header');
      return;
    }
    const source = this.#interfaces[view.getUint32(offset + 8, this.#littleEndian)];
    this.#readTimedPacket(source, bytes, view, offset, end, inputOffset);
  }

  #readObsoletePacket(bytes: Uint8Array, view: DataView, offset: number, end: number, inputOffset: number): void {
    if (offset + 28 > end) {
      this.#noteUnreadableFrame(inputOffset, 'a packet block without room for its header');
      return;
    }
    const drops = view.getUint16(offset + 10, this.#littleEndian);
    if (drops !== 0xffff) this.#context.droppedPackets += drops;
    const source = this.#interfaces[view.getUint16(offset + 8, this.#littleEndian)];
    this.#readTimedPacket(source, bytes, view, offset, end, inputOffset);
  }

  /** What an enhanced packet block and an obsolete one have alike: from offset 12 on time, lengths, the packet, and options. */
  #readTimedPacket(
    source: SectionInterface | undefined,
    bytes: Uint8Array,
    view: DataView,
    offset: number,
    end: number,
    inputOffset: number,
  ): void {
    const littleEndian = this.#littleEndian;
    if (source !== undefined) {
      const { timeScale } = source;
      timeScale.convert(view.getUint32(offset + 12, littleEndian), view.getUint32(offset + 16, littleEndian));
      if (Number.isNaN(this.#baseSeconds)) this.#baseSeconds = timeScale.seconds;
      this.#lastInstantNs = (timeScale.seconds - this.#baseSeconds) * 1e9 + timeScale.nanoseconds;
    }
    const capturedBytes = view.getUint32(offset + 20, littleEndian);
    const originalBytes = view.getUint32(offset + 24, littleEndian);
    this.#decodeAt(source, offset + 28, capturedBytes, originalBytes, end, inputOffset);
    const options = offset + 28 + paddedLength(capturedBytes);
    if (options + 4 <= end) this.#readPacketOptions(bytes, view, options, end);
  }

  /** A simple packet block has neither time nor interface: interface 0 (section 4.4), and the instant of the frame before. */
  #readSimplePacket(view: DataView, offset: number, end: number, inputOffset: number): void {
    const originalBytes = offset + 12 <= end ? view.getUint32(offset + 8, this.#littleEndian) : 0;
    const source = this.#interfaces[0];
    const limit = source === undefined || source.snapLengthBytes === 0 ? originalBytes : source.snapLengthBytes;
    const capturedBytes = Math.min(originalBytes, limit, Math.max(end - offset - 12, 0));
    this.#decodeAt(source, offset + 12, capturedBytes, originalBytes, end, inputOffset);
  }

  #decodeAt(
    source: SectionInterface | undefined,
    offset: number,
    capturedBytes: number,
    originalBytes: number,
    end: number,
    inputOffset: number,
  ): void {
    if (source === undefined) {
      this.#noteUnreadableFrame(inputOffset, 'a packet of an interface that the section does not describe');
      return;
    }
    if (offset + capturedBytes > end) {
      this.#noteUnreadableFrame(inputOffset, `a packet of ${capturedBytes} bytes in a block of ${end - offset}`);
      return;
    }
    this.frames += 1;
    const { frames } = this.#decoder;
    const { count } = frames;
    frames.offset[count] = offset;
    frames.capturedBytes[count] = capturedBytes;
    frames.originalBytes[count] = originalBytes;
    frames.frame[count] = this.frames;
    frames.interfaceId[count] = source.id;
    frames.firstLayer[count] = source.firstLayer;
    frames.instantNs[count] = this.#lastInstantNs;
    frames.isTimed[count] = Number.isNaN(this.#baseSeconds) ? 0 : 1;
    frames.recordOffset[count] = inputOffset;
    frames.count = count + 1;
    if (frames.count === mostFrames) this.#decoder.decodeAll();
  }

  #readInterface(bytes: Uint8Array, view: DataView, offset: number, end: number, inputOffset: number): void {
    if (offset + 16 > end || this.#context.interfaces.length >= mostInterfaces) {
      if (this.#interfaces.length < mostInterfaces) this.#interfaces.push(undefined);
      this.#noteDamage({ offsetBytes: inputOffset, reason: 'an interface description that can not be used' });
      return;
    }
    const { linkType, snapLengthBytes, name, timeScale } = readInterfaceDescription(
      bytes,
      view,
      offset,
      end,
      this.#littleEndian,
    );
    this.#interfaces.push({
      linkType,
      firstLayer: firstLayerOf(linkType),
      snapLengthBytes,
      timeScale,
      droppedPackets: 0,
      id: this.#context.interfaces.length,
    });
    this.#context.interfaces.push({ linkType, snapLengthBytes, ...(name === undefined ? {} : { name }) });
    if (!isLinkTypeRead(linkType)) {
      this.#noteDamage({
        offsetBytes: inputOffset,
        reason: `link type ${linkType} is not decoded: its frames are counted, not read`,
      });
    }
  }

  #readPacketOptions(bytes: Uint8Array, view: DataView, start: number, end: number): void {
    for (const option of optionsOf(view, start, end, this.#littleEndian)) {
      if (option.code === 1 && this.#context.comments.length < mostComments) {
        this.#context.comments.push({ frame: this.frames, text: textOf(bytes, option) });
      } else if (option.code === 4 && option.length === 8) {
        this.#context.droppedPackets += Number(view.getBigUint64(option.start, this.#littleEndian));
      }
    }
  }

  /** Statistics count from the beginning of the capture (section 4.6), so the newest of an interface replace the ones before. */
  #readStatistics(view: DataView, offset: number, end: number): void {
    if (offset + 12 > end) return;
    const source = this.#interfaces[view.getUint32(offset + 8, this.#littleEndian)];
    if (source === undefined) return;
    let dropped = 0;
    for (const option of optionsOf(view, offset + 20, end, this.#littleEndian)) {
      // isb_ifdrop (dropped by the interface) and isb_osdrop (dropped by the system)
      if ((option.code === 5 || option.code === 7) && option.length === 8) {
        dropped += Number(view.getBigUint64(option.start, this.#littleEndian));
      }
    }
    if (dropped <= source.droppedPackets) return;
    this.#context.droppedPackets += dropped - source.droppedPackets;
    source.droppedPackets = dropped;
  }

  #takeByteOrder(view: DataView, offset: number, inputOffset: number): boolean {
    const magic = view.getUint32(offset + 8);
    if (magic === 0x1a2b3c4d || magic === 0x4d3c2b1a) {
      this.#littleEndian = magic === 0x4d3c2b1a;
      return true;
    }
    this.#noteDamagedBlock(inputOffset, 'a section header without a byte-order magic');
    return false;
  }

  /** Behind what is said of the frames before it. */
  #noteDamage(damage: Damage): void {
    this.#decoder.decodeAll();
    this.#context.damage.add(damage);
  }

  #noteUnreadableFrame(inputOffset: number, reason: string): void {
    this.frames += 1;
    this.#context.tallies.frames += 1;
    this.#context.tallies.malformedFrames += 1;
    this.#noteDamage({ offsetBytes: inputOffset, frame: this.frames, reason });
  }

  #noteDamagedBlock(inputOffset: number, reason: string): void {
    this.#resynchronizing = true;
    this.#noteDamage({
      offsetBytes: inputOffset,
      frame: this.frames + 1,
      reason: `${reason}; skipped to the next plausible block`,
    });
  }
}
