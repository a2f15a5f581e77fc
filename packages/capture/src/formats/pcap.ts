import { FrameDecoder } from '../frame-decoder.ts';
import { mostFrames } from '../frame-table.ts';
import { ETHERNET } from '../layer.ts';
import { firstLayerOf, isLinkTypeRead } from '../link/link-type.ts';
import type { ReaderContext } from '../reader-context.ts';
import type { FormatReader } from './format.ts';

/** libpcap's MAXIMUM_SNAPLEN: no capture program writes a longer frame of a network. */
export const mostFrameBytes = 262_144;
const fileHeaderBytes = 24;
const dayInSeconds = 86_400;
/** How many link types of files appended to one another are told apart. */
const mostInterfaces = 1000;

/** The magic numbers, as the first four bytes read big-endian. */
interface Variant {
  readonly littleEndian: boolean;
  readonly nsPerTick: number;
  /** 24 in the variant of Alexey Kuznetzov's patched tcpdump, else 16. */
  readonly recordHeaderBytes: number;
}

const variants = new Map<number, Variant>([
  [0xa1b2c3d4, { littleEndian: false, nsPerTick: 1000, recordHeaderBytes: 16 }],
  [0xd4c3b2a1, { littleEndian: true, nsPerTick: 1000, recordHeaderBytes: 16 }],
  [0xa1b23c4d, { littleEndian: false, nsPerTick: 1, recordHeaderBytes: 16 }],
  [0x4d3cb2a1, { littleEndian: true, nsPerTick: 1, recordHeaderBytes: 16 }],
  [0xa1b2cd34, { littleEndian: false, nsPerTick: 1000, recordHeaderBytes: 24 }],
  [0x34cdb2a1, { littleEndian: true, nsPerTick: 1000, recordHeaderBytes: 24 }],
]);

/** Whether these first bytes are a pcap file's. */
export function looksLikePcap(bytes: Uint8Array, length: number): boolean {
  return length >= 4 && variants.has(magicOf(bytes, 0));
}

/** Whether a pcap file's header lies here: the magic number, and the version that has been 2.4 since 1998. */
function isFileHeader(view: DataView, offset: number, end: number): boolean {
  const magic = view.getUint32(offset);
  if (magic >>> 16 !== 0xa1b2 && (magic & 0xffff) !== 0xb2a1) return false;
  const variant = variants.get(magic);
  if (variant === undefined || offset + 8 > end) return false;
  return (
    view.getUint16(offset + 4, variant.littleEndian) === 2 && view.getUint16(offset + 6, variant.littleEndian) === 4
  );
}

function magicOf(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] << 24) | (bytes[offset + 1] << 16) | (bytes[offset + 2] << 8) | bytes[offset + 3]) >>> 0;
}

/** pcap (draft-ietf-opsawg-pcap): a header of 24 bytes, then records of 16 bytes and a frame each. */
export class PcapReader implements FormatReader {
  readonly kind = 'pcap';
  readonly clock = 'absolute';
  frames = 0;
  readonly #context: ReaderContext;
  readonly #decoder: FrameDecoder;
  #variant: Variant | undefined;
  #firstLayer = 0;
  #baseSeconds = -1;
  #lastSeconds = 0;
  #resynchronizing = false;
  /** No more bytes will come. */
  #atEnd = false;

  constructor(context: ReaderContext) {
    this.#context = context;
    this.#decoder = new FrameDecoder(context);
  }

  get baseInstantNs(): bigint {
    return BigInt(Math.max(this.#baseSeconds, 0)) * 1_000_000_000n;
  }

  read(bytes: Uint8Array, start: number, end: number, inputOffset: number): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let offset = start;
    for (;;) {
      if (this.#resynchronizing) {
        const found = this.#findRecord(view, offset, end);
        if (found < 0) return ~found;
        offset = found;
        this.#resynchronizing = false;
      }
      if (this.#variant === undefined) {
        if (end - offset < fileHeaderBytes) return offset;
        this.#readFileHeader(view, offset, inputOffset + offset - start);
        offset += fileHeaderBytes;
      }
      offset = this.#readRecords(bytes, view, offset, end, inputOffset - start);
      if (!this.#resynchronizing && this.#variant !== undefined) return offset;
    }
  }

  /** The hot loop. Stops at an incomplete record, with `#resynchronizing` set behind a damaged one, or without `#variant` at another file's header. */
  #readRecords(bytes: Uint8Array, view: DataView, start: number, end: number, inputBase: number): number {
    const { littleEndian, nsPerTick, recordHeaderBytes } = this.#variant as Variant;
    const decoder = this.#decoder;
    const { frames } = decoder;
    const { instantNs } = frames;
    const firstLayer = this.#firstLayer;
    const interfaceId = this.#context.interfaces.length - 1;
    decoder.setBytes(bytes);
    let offset = start;
    let frame = this.frames;
    let count = 0;
    let flushAt = mostFrames;
    while (offset + recordHeaderBytes <= end) {
      if (count === 0 && this.#baseSeconds >= 0 && firstLayer === ETHERNET) {
        const reached = decoder.decodeRecords(
          { littleEndian, recordHeaderBytes, nsPerTick, baseSeconds: this.#baseSeconds, interfaceId },
          offset,
          end,
          frame + 1,
        );
        // Behind a stretch of usual frames one goes by the table, and then these are tried again.
        flushAt = reached === offset ? mostFrames : 1;
        frame += decoder.decodedRecords;
        if (reached !== offset) {
          offset = reached;
          this.#lastSeconds = decoder.lastSeconds;
          if (decoder.decodedRecords === mostFrames || offset + recordHeaderBytes > end) continue;
        }
      }
      const capturedBytes = view.getUint32(offset + 8, littleEndian);
      if (capturedBytes === 0 || capturedBytes > mostFrameBytes) {
        this.frames = frame;
        frames.count = count;
        decoder.decodeAll();
        count = 0;
        if (isFileHeader(view, offset, end)) {
          this.#noteAppendedFile(inputBase + offset);
          break;
        }
        if (capturedBytes > 0) {
          this.#noteDamagedRecord(inputBase + offset, capturedBytes);
          offset += 1;
          break;
        }
      }
      const next = offset + recordHeaderBytes + capturedBytes;
      if (next > end) break;
      const seconds = view.getUint32(offset, littleEndian);
      if (this.#baseSeconds < 0) this.#baseSeconds = seconds;
      this.#lastSeconds = seconds;
      frame += 1;
      frames.offset[count] = offset + recordHeaderBytes;
      frames.capturedBytes[count] = capturedBytes;
      frames.originalBytes[count] = view.getUint32(offset + 12, littleEndian);
      frames.frame[count] = frame;
      frames.interfaceId[count] = interfaceId;
      frames.firstLayer[count] = firstLayer;
      // A double, also in the first seconds of a capture: code that was optimized for small integers there was thrown away after them.
      instantNs[count] = seconds - this.#baseSeconds;
      instantNs[count] = instantNs[count] * 1e9 + view.getUint32(offset + 4, littleEndian) * nsPerTick;
      frames.recordOffset[count] = inputBase + offset;
      count += 1;
      if (count === flushAt) {
        frames.count = count;
        decoder.decodeAll();
        count = 0;
      }
      offset = next;
    }
    frames.count = count;
    decoder.decodeAll();
    this.frames = frame;
    return offset;
  }

  end(bytes: Uint8Array, start: number, end: number, inputOffset: number): void {
    this.#atEnd = true;
    let offset = start;
    while (offset < end) {
      offset = this.read(bytes, offset, end, inputOffset + offset - start);
      if (offset === end || this.#resynchronizing) return; // the damaged record is already reported; nothing readable followed
      this.#noteIncomplete(bytes, offset, end, inputOffset + offset - start);
      if (!this.#resynchronizing) return;
      offset += 1;
    }
  }

  /** The last record is not all there: because writing stopped there, or, when its header is not plausible, because its length is damaged. */
  #noteIncomplete(bytes: Uint8Array, offset: number, end: number, inputOffset: number): void {
    const left = end - offset;
    const { damage } = this.#context;
    if (this.#variant === undefined) {
      damage.add({ offsetBytes: inputOffset, reason: `the file ends inside its header (${left} of 24 bytes)` });
      return;
    }
    const { littleEndian, recordHeaderBytes } = this.#variant;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const isHeaderWhole = left >= recordHeaderBytes;
    if (isHeaderWhole && this.#plausibleRecordBytes(view, offset) === 0) {
      this.#noteDamagedRecord(inputOffset, view.getUint32(offset + 8, littleEndian));
      return;
    }
    const missing = isHeaderWhole
      ? `${left - recordHeaderBytes} of the ${view.getUint32(offset + 8, littleEndian)} bytes of a frame`
      : `${left} of the ${recordHeaderBytes} bytes of a record header`;
    damage.add({
      offsetBytes: inputOffset,
      frame: this.frames + 1,
      reason: `the capture ends inside a record (${missing}): still being written, or cut short; read to the last whole frame`,
    });
  }

  #readFileHeader(view: DataView, offset: number, inputOffset: number): void {
    const variant = variants.get(view.getUint32(offset)) as Variant;
    this.#variant = variant;
    // The upper bits of the field hold the length of the frame check sequence.
    const linkType = view.getUint32(offset + 20, variant.littleEndian) & 0xffff;
    this.#firstLayer = firstLayerOf(linkType);
    const snapLengthBytes = view.getUint32(offset + 16, variant.littleEndian);
    const { interfaces, damage } = this.#context;
    const last = interfaces.at(-1);
    if (last?.linkType === linkType && last.snapLengthBytes === snapLengthBytes) return; // appended files are mostly alike
    if (interfaces.length < mostInterfaces) interfaces.push({ linkType, snapLengthBytes });
    if (!isLinkTypeRead(linkType)) {
      damage.add({
        offsetBytes: inputOffset + 20,
        reason: `link type ${linkType} is not decoded: its frames are counted, not read`,
      });
    }
  }

  #noteDamagedRecord(inputOffset: number, capturedBytes: number): void {
    this.#resynchronizing = true;
    this.#context.damage.add({
      offsetBytes: inputOffset,
      frame: this.frames + 1,
      reason: `record length ${capturedBytes} is impossible; skipped to the next plausible record`,
    });
  }

  /** Frames of the file that begins here are numbered on; it may be another variant, of another link type. */
  #noteAppendedFile(inputOffset: number): void {
    this.#variant = undefined;
    this.#context.damage.add({
      offsetBytes: inputOffset,
      frame: this.frames + 1,
      reason: 'another pcap file begins here (files appended to one another): its records are read as part of this one',
    });
  }

  /**
   * Looks for the next place where two record headers in a row are plausible, or one with which the input ends, or another file begins. Returns its
   * offset, or the complement of the offset from which to go on when more bytes are there.
   */
  #findRecord(view: DataView, start: number, end: number): number {
    const { recordHeaderBytes } = this.#variant as Variant;
    let offset = start;
    while (offset + recordHeaderBytes <= end) {
      const length = this.#plausibleRecordBytes(view, offset);
      if (length > 0) {
        const next = offset + length;
        if (next + recordHeaderBytes <= end) {
          if (this.#plausibleRecordBytes(view, next) > 0) return offset;
        } else if (!this.#atEnd) {
          return ~offset;
        } else if (next <= end) {
          return offset;
        }
      }
      if (isFileHeader(view, offset, end)) {
        this.#variant = undefined;
        return offset;
      }
      offset += 1;
    }
    return ~offset;
  }

  /** Length of the record at `offset` if its header is plausible, else 0. */
  #plausibleRecordBytes(view: DataView, offset: number): number {
    const { littleEndian, nsPerTick, recordHeaderBytes } = this.#variant as Variant;
    const seconds = view.getUint32(offset, littleEndian);
    if (this.#baseSeconds >= 0 && Math.abs(seconds - this.#lastSeconds) > dayInSeconds) return 0;
    if (view.getUint32(offset + 4, littleEndian) * nsPerTick >= 1e9) return 0;
    const capturedBytes = view.getUint32(offset + 8, littleEndian);
    const originalBytes = view.getUint32(offset + 12, littleEndian);
    if (capturedBytes < 14 || capturedBytes > originalBytes || originalBytes > mostFrameBytes) return 0;
    return recordHeaderBytes + capturedBytes;
  }
}
