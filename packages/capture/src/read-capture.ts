import { CodedError } from '@fivewhys/evidence';
import type { CaptureReading } from './capture-reading.ts';
import type { CaptureErrorCode } from './errors.ts';
import { looksLikeText } from './formats/known-others.ts';
import type { OpenText, OtherTextReading } from './other-text.ts';
import type { PacketFollower } from './packet-ring.ts';
import type { PacketSink } from './packet-sink.ts';
import type { ReaderContext } from './reader-context.ts';
import { isWorthAThread } from './reader-thread/prepared-thread.ts';
import type { ByteSource } from './source/byte-source.ts';
import { DescriptorSource } from './source/descriptor-source.ts';

/**
 * Reads a whole capture of any kind, told by its content, and feeds the context's sink. Memory does not grow with the capture. A large file is read and decoded in a thread
 * of its own when the sink can follow from there.
 *
 * What it takes is loaded when it is needed: every module takes half a millisecond of a start.
 *
 * @param onProgress called now and then with the count of (decompressed) bytes read so far
 * @throws CodedError CAPTURE_EMPTY, CAPTURE_UNKNOWN_FORMAT, CAPTURE_DECOMPRESSION_FAILED
 */
export async function readCapture(
  input: ByteSource,
  context: ReaderContext,
  onProgress?: (bytesRead: number) => void,
): Promise<CaptureReading> {
  return (await read(input, context, onProgress, undefined)) as CaptureReading;
}

/**
 * Reads an input that is a capture, or else a text for which somebody else has a use.
 *
 * @param openText called when the input is no capture: its reader is handed the text
 * @throws what `readCapture` throws; of a text CAPTURE_EMPTY only
 */
export function readCaptureOrText(
  input: ByteSource,
  context: ReaderContext,
  openText: OpenText,
  onProgress?: (bytesRead: number) => void,
): Promise<CaptureReading | OtherTextReading> {
  return read(input, context, onProgress, openText);
}

async function read(
  input: ByteSource,
  context: ReaderContext,
  onProgress: ((bytesRead: number) => void) | undefined,
  openText: OpenText | undefined,
): Promise<CaptureReading | OtherTextReading> {
  const { sink } = context;
  if (input instanceof DescriptorSource && isWorthAThread(input.sizeBytes) && isFollower(sink) && isBinary(input)) {
    const { readInThread } = await import('./reader-thread/read-in-thread.ts');
    try {
      return await readInThread(input.descriptor, context, sink, onProgress);
    } catch (error) {
      if (openText === undefined || !isUnknownFormat(error)) throw error;
      return readInThisThread(input.rewound(), context, onProgress, openText); // a compressed text
    }
  }
  return readInThisThread(input, context, onProgress, openText);
}

async function readInThisThread(
  input: ByteSource,
  context: ReaderContext,
  onProgress: ((bytesRead: number) => void) | undefined,
  openText: OpenText | undefined,
): Promise<CaptureReading | OtherTextReading> {
  const { readHere } = await import('./read-here.ts');
  return readHere(input, context, onProgress, openText);
}

function isUnknownFormat(error: unknown): boolean {
  return error instanceof CodedError && error.code === ('CAPTURE_UNKNOWN_FORMAT' satisfies CaptureErrorCode);
}

/** A capture, or something compressed. Texts are told apart here: what is no capture is for somebody in this thread. */
function isBinary(input: DescriptorSource): boolean {
  return !looksLikeText(input.peek(64));
}

function isFollower(sink: PacketSink): sink is PacketFollower {
  return 'followTo' in sink;
}
