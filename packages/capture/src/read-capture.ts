import { captureError } from './errors.ts';
import type { CaptureKind, FormatReader } from './formats/format.ts';
import { describeUnknown } from './formats/known-others.ts';
import { looksLikePcap, PcapReader } from './formats/pcap.ts';
import { looksLikePcapng, PcapngReader } from './formats/pcapng.ts';
import { createTcpdumpTextReader, looksLikeTcpdumpText } from './formats/tcpdump-text.ts';
import type { ReaderContext } from './reader-context.ts';
import type { ByteSource } from './source/byte-source.ts';
import { type Compression, compressionOf } from './source/compression.ts';
import { DecompressedSource } from './source/decompressed-source.ts';

/** Bytes asked for at once. Small enough to stay in the processor's cache between reading and decoding. */
const chunkBytes = 1024 * 1024;
/** Room kept in front of each chunk for the incomplete record of the one before. */
const headroomBytes = 512 * 1024;
/** How many bytes of an incomplete record may be moved for each byte that comes. */
const mostMovedPerByte = 4;
/** How much of a text is looked at before it is said to hold no packet. */
const sampleBytes = 64 * 1024;

/** What was read, beside the packets themselves. */
export interface CaptureReading {
  readonly kind: CaptureKind;
  readonly compression: Compression | undefined;
  /** The instant to which every `instantNs` of the capture's segments is relative. */
  readonly baseInstantNs: bigint;
  /** What instants mean: `time-of-day` has no date, `relative` counts from the first frame, `none` has no times at all. */
  readonly clock: 'absolute' | 'time-of-day' | 'relative' | 'none';
}

/**
 * Reads a whole capture of any kind, told by its content, and feeds the context's sink. Memory does not grow with the capture.
 *
 * @param onProgress called now and then with the count of (decompressed) bytes read so far
 * @throws CodedError CAPTURE_EMPTY, CAPTURE_UNKNOWN_FORMAT, CAPTURE_DECOMPRESSION_FAILED
 */
export async function readCapture(
  input: ByteSource,
  context: ReaderContext,
  onProgress?: (bytesRead: number) => void,
): Promise<CaptureReading> {
  let source = input;
  let head = await readHead(source);
  if (head.length === 0) throw captureError('CAPTURE_EMPTY', 'the input is empty');
  const compression = compressionOf(head, head.length);
  let decompressed: DecompressedSource | undefined;
  if (compression !== undefined) {
    decompressed = new DecompressedSource(source, head, compression);
    source = decompressed;
    head = await readHead(source);
    if (head.length === 0) {
      throw captureError(
        'CAPTURE_DECOMPRESSION_FAILED',
        `nothing comes out of the ${compression} data: ${decompressed.failure ?? 'it holds no bytes'}`,
      );
    }
  }
  const reader = readerFor(head, context);
  await pump(source, reader, head, context, onProgress);
  if (decompressed?.failure !== undefined) {
    context.damage.add({ reason: `the ${compression} data breaks off: ${decompressed.failure}` });
  }
  return { kind: reader.kind, compression, baseInstantNs: reader.baseInstantNs, clock: reader.clock };
}

/** Reads until the format can be told: a few bytes of a binary format, a sample of a text. */
async function readHead(source: ByteSource): Promise<Uint8Array> {
  const head = new Uint8Array(sampleBytes);
  let length = 0;
  while (length < head.length) {
    const count = await source.read(head, length, head.length - length);
    if (count === 0) break;
    length += count;
    if (length < 12) continue;
    if (looksLikePcap(head, length) || looksLikePcapng(head, length) || compressionOf(head, length) !== undefined)
      break;
  }
  return head.subarray(0, length);
}

function readerFor(head: Uint8Array, context: ReaderContext): FormatReader {
  if (looksLikePcap(head, head.length)) return new PcapReader(context);
  if (looksLikePcapng(head, head.length)) return new PcapngReader(context);
  if (looksLikeTcpdumpText(new TextDecoder().decode(head))) return createTcpdumpTextReader(context);
  throw captureError('CAPTURE_UNKNOWN_FORMAT', `not a capture: ${describeUnknown(head)}`);
}

/** Hands chunk after chunk to the reader; while one is decoded, the next is being read into the other of two buffers. */
async function pump(
  source: ByteSource,
  reader: FormatReader,
  head: Uint8Array,
  context: ReaderContext,
  onProgress: ((bytesRead: number) => void) | undefined,
): Promise<void> {
  const buffers = [0, 1].map(() => new Uint8Array(headroomBytes + chunkBytes)) as [Uint8Array, Uint8Array];
  let current = 0;
  buffers[0].set(head, headroomBytes);
  let count = head.length;
  let rest: Uint8Array = new Uint8Array(0);
  let gathered = new Uint8Array(0);
  let consumed = 0;
  let total = 0;
  while (count > 0) {
    const buffer = buffers[current] as Uint8Array;
    let bytes = buffer;
    let start = headroomBytes - rest.length;
    let end = headroomBytes + count;
    if (start >= 0 && rest.length <= mostMovedPerByte * count) {
      buffer.set(rest, start);
    } else {
      // A record larger than the headroom, or one that comes in small pieces: moved with each, it would take time by the square of its length.
      gathered = roomBehind(gathered, rest, count);
      start = rest.buffer === gathered.buffer ? rest.byteOffset : 0;
      end = start + rest.length + count;
      gathered.set(buffer.subarray(headroomBytes, headroomBytes + count), end - count);
      bytes = gathered;
    }
    current = 1 - current;
    // Only now, with the rest copied out of it, may the other buffer be written to.
    const reading = source.read(buffers[current] as Uint8Array, headroomBytes, chunkBytes);
    reading.catch(() => undefined); // awaited below; a rejection meanwhile must not count as unhandled
    const next = reader.read(bytes, start, end, consumed);
    consumed += next - start;
    total += count;
    rest = bytes.subarray(next, end);
    onProgress?.(total);
    try {
      count = await reading;
    } catch (error) {
      context.damage.add({ reason: `the input can't be read any further: ${(error as Error).message}` });
      count = 0;
    }
  }
  const last = rest.slice();
  reader.end(last, 0, last.length, consumed);
}

/** A buffer with room for `count` bytes behind `rest`: `gathered` if `rest` lies in it and leaves the room, else one twice as large with a copy at its start. */
function roomBehind(gathered: Uint8Array<ArrayBuffer>, rest: Uint8Array, count: number): Uint8Array<ArrayBuffer> {
  const needed = rest.length + count;
  if (rest.buffer === gathered.buffer && rest.byteOffset + needed <= gathered.length) return gathered;
  const larger = new Uint8Array(needed * 2);
  larger.set(rest);
  return larger;
}
