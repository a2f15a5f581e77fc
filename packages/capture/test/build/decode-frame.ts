import assert from 'node:assert/strict';
import type { Tallies } from '@fivewhys/capture';
import { type PcapRecord, pcapFile } from './pcap-file.ts';
import { type ReadBytes, type ReadSegment, readBytes } from './read-bytes.ts';

/** Reads one frame, from a pcap file made for it. */
export function decodeFrame(linkType: number, frame: Uint8Array | PcapRecord): Promise<ReadBytes> {
  return readBytes(pcapFile([frame], { linkType }));
}

/** Reads a frame that holds one TCP segment. */
export async function decodeSegment(linkType: number, frame: Uint8Array | PcapRecord): Promise<ReadSegment> {
  const { segments, context } = await decodeFrame(linkType, frame);
  const [segment] = segments;
  assert.equal(segments.length, 1, JSON.stringify([context.tallies, context.damage.places]));
  return segment as ReadSegment;
}

/** The tallies that are not 0. */
export function tallied({ context }: ReadBytes): Partial<Tallies> {
  return Object.fromEntries(Object.entries(context.tallies).filter(([, count]) => count !== 0));
}
