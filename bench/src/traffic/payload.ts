import { Buffer } from 'node:buffer';
import type { Random } from './random.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const lineBytes = 64;
const blockBytes = 65_536;
const largestSegmentBytes = 1_460;

/**
 * The bytes that all segments carry: one block made beforehand, so that a segment costs a copy and no work per byte. Lines of text
 * and not arbitrary bytes, so that no dissector takes a payload for a damaged message of some protocol.
 *
 * `wordSums[i]` is the sum of the first i big-endian 16-bit words, which makes the checksum of any stretch two look-ups.
 */
export class Payload {
  readonly block: Buffer;
  readonly #wordSums: Uint32Array;

  constructor(random: Random) {
    this.block = Buffer.allocUnsafe(blockBytes + largestSegmentBytes + 1);
    for (let at = 0; at < this.block.length; at += 1) this.block[at] = alphabet.charCodeAt(random.integer(0, 31));
    for (let at = lineBytes; at < this.block.length; at += lineBytes) this.block.write('\n', at - 1);
    this.#wordSums = new Uint32Array((this.block.length >> 1) + 1);
    for (let word = 0; word < this.block.length >> 1; word += 1) {
      this.#wordSums[word + 1] = (this.#wordSums[word] as number) + this.block.readUInt16BE(2 * word);
    }
  }

  /** A segment's bytes depend on its sequence number alone, so a retransmission repeats what was sent. */
  offset(sequence: number): number {
    return sequence & (blockBytes - 2);
  }

  checksum(offset: number, bytes: number): number {
    const evenEnd = offset + (bytes & ~1);
    const sum = (this.#wordSums[evenEnd >> 1] as number) - (this.#wordSums[offset >> 1] as number);
    return bytes & 1 ? sum + ((this.block[evenEnd] as number) << 8) : sum;
  }
}
