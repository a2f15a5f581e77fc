import { captureError } from './errors.ts';
import { looksLikePcap } from './formats/pcap.ts';
import { looksLikePcapng } from './formats/pcapng.ts';
import type { ByteSource } from './source/byte-source.ts';
import { type Compression, compressionOf } from './source/compression.ts';
import { DecompressedSource } from './source/decompressed-source.ts';
import { Utf16Source, utf16Of } from './source/utf16-source.ts';

/** How much of a text is looked at before it is said to hold no packet. */
const sampleBytes = 64 * 1024;

/** An input whose first bytes are known, behind its compression if it has one. */
export interface OpenCapture {
  readonly source: ByteSource;
  /** The first bytes, already taken from the source: a sample of a text (in UTF-8), a few of anything else. */
  readonly head: Uint8Array;
  readonly compression: Compression | undefined;
  readonly decompressed: DecompressedSource | undefined;
}

/** @throws CodedError CAPTURE_EMPTY, CAPTURE_DECOMPRESSION_FAILED */
export async function openCapture(input: ByteSource): Promise<OpenCapture> {
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
  const encoding = utf16Of(head);
  if (encoding !== undefined) {
    source = new Utf16Source(source, head, encoding);
    head = await readHead(source);
    if (head.length === 0) throw captureError('CAPTURE_EMPTY', 'the input holds a byte order mark and nothing else');
  }
  return { source, head, compression, decompressed };
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
