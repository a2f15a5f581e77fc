import { knownBlocks, mostBlockBytes, sectionHeaderBlock } from './block-types.ts';

/**
 * The next offset where a block of a known type has two equal, plausible lengths; or the complement of where to go on with more bytes.
 *
 * @param atEnd no more bytes will come
 */
export function findBlock(view: DataView, start: number, end: number, littleEndian: boolean, atEnd: boolean): number {
  let offset = start;
  for (; offset + 12 <= end; offset += 1) {
    const type = view.getUint32(offset, littleEndian);
    if (!knownBlocks.has(type)) continue;
    const length = view.getUint32(offset + 4, littleEndian);
    if (type === sectionHeaderBlock) {
      const magic = view.getUint32(offset + 8);
      if (magic === 0x1a2b3c4d || magic === 0x4d3c2b1a) return offset;
      continue;
    }
    if (length < 12 || (length & 3) !== 0 || length > mostBlockBytes) continue;
    if (offset + length > end) {
      if (!atEnd && length <= 262_144 + 64) return ~offset;
      continue;
    }
    if (view.getUint32(offset + length - 4, littleEndian) === length) return offset;
  }
  return ~offset;
}
