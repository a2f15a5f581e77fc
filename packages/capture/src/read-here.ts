import type { CaptureReading } from './capture-reading.ts';
import { unknownFormat } from './errors.ts';
import type { FormatReader } from './formats/format.ts';
import { describeUnknown, looksLikeText } from './formats/known-others.ts';
import { OtherTextFormat } from './formats/other-text-format.ts';
import { looksLikePcap, PcapReader } from './formats/pcap.ts';
import { looksLikePcapng } from './formats/pcapng/looks-like-pcapng.ts';
import { PcapngReader } from './formats/pcapng.ts';
import { openCapture } from './open-capture.ts';
import type { OpenText, OtherTextReading } from './other-text.ts';
import { pump } from './pump.ts';
import type { ReaderContext } from './reader-context.ts';
import type { ByteSource } from './source/byte-source.ts';

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
  const { source, head, compression, decompressed } = await openCapture(input);
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

/** Texts are read by much code that no other capture needs: it is loaded for them alone. */
async function readerFor(
  head: Uint8Array,
  context: ReaderContext,
  openText: OpenText | undefined,
): Promise<FormatReader> {
  if (looksLikePcap(head, head.length)) return new PcapReader(context);
  if (looksLikePcapng(head, head.length)) return new PcapngReader(context);
  const { createTcpdumpTextReader, looksLikeTcpdumpText } = await import('./formats/tcpdump-text.ts');
  const sample = new TextDecoder().decode(head);
  if (looksLikeTcpdumpText(sample)) return createTcpdumpTextReader(context);
  const { createNgrepTextReader, looksLikeNgrepText } = await import('./formats/ngrep-text.ts');
  if (looksLikeNgrepText(sample)) return createNgrepTextReader(context);
  if (openText !== undefined && looksLikeText(head)) return new OtherTextFormat(await openText(sample));
  throw unknownFormat(describeUnknown(head));
}
