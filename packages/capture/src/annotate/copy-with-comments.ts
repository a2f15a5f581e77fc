import type { OpenCapture } from '../open-capture.ts';
import type { Annotated, Write } from './annotated.ts';
import { commentOptions, padded } from './pcapng-blocks.ts';

const chunkBytes = 256 * 1024;
/** Packet blocks with options: the obsolete one and the enhanced one. Both hold the captured length at 20 and the packet from 28 on. */
const withOptions: ReadonlySet<number> = new Set([2, 6]);

/**
 * Copies a pcapng byte for byte, and puts comments into the blocks that begin at these offsets. Simple packet blocks have no room for options: they stay as they are.
 *
 * @param offsets of whole packet blocks
 */
export async function copyWithComments(
  { source, head }: OpenCapture,
  offsets: ReadonlyMap<number, readonly string[]>,
  write: Write,
): Promise<Annotated> {
  const places = [...offsets].sort(([a], [b]) => a - b);
  let buffer: Uint8Array = head.slice();
  /** Offset in the capture of the buffer's first byte. */
  let base = 0;
  let frames = 0;
  const readOn = async () => {
    const more = new Uint8Array(buffer.length + chunkBytes);
    more.set(buffer);
    const count = await source.read(more, buffer.length, chunkBytes);
    buffer = more.subarray(0, buffer.length + count);
    return count > 0;
  };
  const copyTo = async (offset: number) => {
    while (base < offset) {
      if (buffer.length === 0 && !(await readOn())) return;
      const count = Math.min(offset - base, buffer.length);
      await write(buffer.slice(0, count));
      buffer = buffer.subarray(count);
      base += count;
    }
  };
  for (const [offset, comments] of places) {
    await copyTo(offset);
    while (buffer.length < 8 && (await readOn())) {}
    const { length, littleEndian } = lengthOf(buffer);
    while (buffer.length < length && (await readOn())) {}
    const commented = withComments(buffer.subarray(0, length), comments, littleEndian);
    if (commented === undefined) continue;
    await write(commented);
    frames += 1;
    buffer = buffer.subarray(length);
    base += length;
  }
  await copyTo(Number.POSITIVE_INFINITY);
  return { frames };
}

/** A packet block's total length. Its byte order is the one in which its type is that of a packet block. */
function lengthOf(block: Uint8Array): { length: number; littleEndian: boolean } {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const littleEndian = view.getUint32(0, true) <= 6;
  return { length: view.getUint32(4, littleEndian), littleEndian };
}

/** The block with comments before its other options; undefined when it can hold none. */
function withComments(block: Uint8Array, comments: readonly string[], littleEndian: boolean): Uint8Array | undefined {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  if (!withOptions.has(view.getUint32(0, littleEndian))) return undefined;
  const options = 28 + padded(view.getUint32(20, littleEndian));
  const own = commentOptions(comments, littleEndian, options + 4 >= block.length);
  const length = block.length + own.length;
  const commented = new Uint8Array(length);
  commented.set(block.subarray(0, options));
  commented.set(own, options);
  commented.set(block.subarray(options), options + own.length);
  const out = new DataView(commented.buffer);
  out.setUint32(4, length, littleEndian);
  out.setUint32(length - 4, length, littleEndian);
  return commented;
}
