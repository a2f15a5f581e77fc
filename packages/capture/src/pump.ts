import type { FormatReader } from './formats/format.ts';
import { hasRing } from './packet-ring.ts';
import type { ReaderContext } from './reader-context.ts';
import type { ByteSource } from './source/byte-source.ts';

/** Bytes asked for at once. Chunk and buffer are small enough to stay in the processor's second-level cache between reading and decoding. */
const chunkBytes = 128 * 1024;
const firstBufferBytes = 2 * chunkBytes;

/** Hands chunk after chunk to the reader, each behind what the reader could not use yet. */
export async function pump(
  source: ByteSource,
  reader: FormatReader,
  head: Uint8Array,
  context: ReaderContext,
  onProgress: ((bytesRead: number) => void) | undefined,
): Promise<void> {
  let buffer: Uint8Array = hasRing(context.sink) ? context.sink.ring.input : new Uint8Array(firstBufferBytes);
  buffer.set(head);
  let start = 0;
  let end = head.length;
  let consumed = 0;
  let total = 0;
  const { readNow } = source;
  for (
    let count = head.length;
    count > 0;
    // Thousands of times a second, so what need not wait does not.
    count =
      readNow === undefined ? await readOn(source, buffer, end, context) : readOnNow(readNow, buffer, end, context)
  ) {
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
    return failed(error as Error, context);
  }
}

function readOnNow(
  readNow: NonNullable<ByteSource['readNow']>,
  buffer: Uint8Array,
  end: number,
  context: ReaderContext,
): number {
  try {
    return readNow(buffer, end, Math.min(chunkBytes, buffer.length - end));
  } catch (error) {
    return failed(error as Error, context);
  }
}

function failed({ message }: Error, context: ReaderContext): number {
  context.damage.add({ reason: `the input can't be read any further: ${message}` });
  return 0;
}
