import type { CaptureReading } from './capture-reading.ts';
import { captureError, unknownFormat } from './errors.ts';
import type { FormatReader } from './formats/format.ts';
import { describeUnknown, looksLikeText } from './formats/known-others.ts';
import { OtherTextFormat } from './formats/other-text-format.ts';
import { looksLikePcap, PcapReader } from './formats/pcap.ts';
import { looksLikePcapng, PcapngReader } from './formats/pcapng.ts';
import type { OpenText, OtherTextReading } from './other-text.ts';
import type { ReaderContext } from './reader-context.ts';
import type { ByteSource } from './source/byte-source.ts';
import { compressionOf } from './source/compression.ts';
import { DecompressedSource } from './source/decompressed-source.ts';

/** Bytes asked for at once. Chunk and buffer are small enough to stay in the processor's second-level cache between reading and decoding. */
const chunkBytes = 128 * 1024;
const firstBufferBytes = 2 * chunkBytes;
/** How much of a text is looked at before it is said to hold no packet. */
const sampleBytes = 64 * 1024;

/**
 * Reads a whole capture in this thread; see `readCapture`.
 *
 * @param onProgress called now and then with the count of (decompressed) bytes read so far
 * @param openText called for a text that is no capture, if there is somebody who wants it
 * @throws CodedError CAPTURE_EMPTY, CAPTURE_UNKNOWN_FORMAT, CAPTURE_DECOMPRESSION_FAILED
 */
export async function readHere(
  input: ByteSource,
  context: ReaderContext,
  onProgress?: (bytesRead: number) => void,
): Promise<CaptureReading>;
export async function readHere(
  input: ByteSource,
  context: ReaderContext,
  onProgress: ((bytesRead: number) => void) | undefined,
  openText: OpenText | undefined,
): Promise<CaptureReading | OtherTextReading>;
export async function readHere(
  input: ByteSource,
  context: ReaderContext,
  onProgress?: (bytesRead: number) => void,
  openText?: OpenText,
): Promise<CaptureReading | OtherTextReading> {
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
  const reader = await readerFor(head, context, openText);
  await pump(source, reader, head, context, onProgress);
  if (decompressed?.failure !== undefined) {
    context.damage.add({ reason: `the ${compression} data breaks off: ${decompressed.failure}` });
  }
  const { kind, baseInstantNs, clock } = reader;
  return kind === 'other-text'
    ? { kind, compression, looksLike: describeUnknown(head) }
    : { kind, compression, baseInstantNs, clock };
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

/** Texts are read by much code that no other capture needs: it is loaded for them alone. */
async function readerFor(
  head: Uint8Array,
  context: ReaderContext,
  openText: OpenText | undefined,
): Promise<FormatReader> {
  if (looksLikePcap(head, head.length)) return new PcapReader(context);
  if (looksLikePcapng(head, head.length)) return new PcapngReader(context);
  const { createTcpdumpTextReader, looksLikeTcpdumpText } = await import('./formats/tcpdump-text.ts');
  if (looksLikeTcpdumpText(new TextDecoder().decode(head))) return createTcpdumpTextReader(context);
  if (openText !== undefined && looksLikeText(head)) return new OtherTextFormat(await openText());
  throw unknownFormat(describeUnknown(head));
}

/** Hands chunk after chunk to the reader, each behind what the reader could not use yet. */
async function pump(
  source: ByteSource,
  reader: FormatReader,
  head: Uint8Array,
  context: ReaderContext,
  onProgress: ((bytesRead: number) => void) | undefined,
): Promise<void> {
  let buffer = new Uint8Array(Math.max(firstBufferBytes, head.length + chunkBytes));
  buffer.set(head);
  let start = 0;
  let end = head.length;
  let consumed = 0;
  let total = 0;
  for (let count = head.length; count > 0; count = await readOn(source, buffer, end, context)) {
    total += count;
    if (total > head.length) end += count;
    const next = reader.read(buffer, start, end, consumed);
    consumed += next - start;
    start = next;
    onProgress?.(total);
    if (buffer.length - end >= chunkBytes) continue;
    // No room behind: to the front, and into a larger buffer if the rest is most of this one. So each byte is moved a few times at most, in whatever pieces it comes.
    const larger = end - start > buffer.length / 2 ? new Uint8Array(buffer.length * 2) : buffer;
    if (larger === buffer) buffer.copyWithin(0, start, end);
    else larger.set(buffer.subarray(start, end));
    buffer = larger;
    end -= start;
    start = 0;
  }
  reader.end(buffer, start, end, consumed);
}

/** The next chunk, at `end`. An input that fails on the way ends there. */
async function readOn(source: ByteSource, buffer: Uint8Array, end: number, context: ReaderContext): Promise<number> {
  try {
    return await source.read(buffer, end, Math.min(chunkBytes, buffer.length - end));
  } catch (error) {
    context.damage.add({ reason: `the input can't be read any further: ${(error as Error).message}` });
    return 0;
  }
}
