import type { Annotated, Write } from './annotate/annotated.ts';
import type { ByteSource } from './source/byte-source.ts';

/**
 * Writes a capture as pcapng with comments on frames, so that Wireshark shows them in place (`frame.comment`). Frames are as they were; of a pcapng everything is, its other
 * blocks and comments included.
 *
 * @param open gives the capture from its beginning, as often as it is called
 * @param comments by frame number
 * @throws CodedError CAPTURE_EMPTY, CAPTURE_DECOMPRESSION_FAILED, CAPTURE_NOT_ANNOTATABLE (a capture as text holds no frames)
 */
export async function annotateCapture(
  open: () => ByteSource,
  comments: ReadonlyMap<number, readonly string[]>,
  write: Write,
): Promise<Annotated> {
  const annotating = await import('./annotate/annotate-capture.ts');
  return annotating.annotateCapture(open, comments, write);
}
