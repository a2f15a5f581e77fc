import type { CaptureReading } from './capture-reading.ts';
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
 * What it takes is loaded when it is needed: the program starts in half the time.
 *
 * @param onProgress called now and then with the count of (decompressed) bytes read so far
 * @throws CodedError CAPTURE_EMPTY, CAPTURE_UNKNOWN_FORMAT, CAPTURE_DECOMPRESSION_FAILED
 */
export async function readCapture(
  input: ByteSource,
  context: ReaderContext,
  onProgress?: (bytesRead: number) => void,
): Promise<CaptureReading> {
  const { sink } = context;
  if (input instanceof DescriptorSource && isWorthAThread(input.sizeBytes) && isFollower(sink)) {
    const { readInThread } = await import('./reader-thread/read-in-thread.ts');
    return readInThread(input.descriptor, context, sink, onProgress);
  }
  const { readHere } = await import('./read-here.ts');
  return readHere(input, context, onProgress);
}

function isFollower(sink: PacketSink): sink is PacketFollower {
  return 'followTo' in sink;
}
