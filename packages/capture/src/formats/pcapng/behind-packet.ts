import { enhancedPacketBlock, packetBlock } from './block-types.ts';
import { paddedLength } from './padded-length.ts';

/** Where an incomplete block's packet ends, if it is a packet block and holds a plausible one; `end` when the packet goes on beyond it. */
export function behindPacket(view: DataView, offset: number, end: number, littleEndian: boolean): number {
  if (offset + 28 > end) return Math.min(offset + 4, end);
  const type = view.getUint32(offset, littleEndian);
  if (type !== enhancedPacketBlock && type !== packetBlock) return offset + 4;
  const capturedBytes = view.getUint32(offset + 20, littleEndian);
  const blockBytes = view.getUint32(offset + 4, littleEndian);
  if (capturedBytes + 32 > blockBytes) return offset + 4;
  return Math.min(offset + 28 + paddedLength(capturedBytes), end);
}
