import { readFileSync } from 'node:fs';
import type { ByteSource } from '@fivewhys/capture';
import { type Comparison, compareCaptures } from '../src/compare-captures.ts';
import type { ComparedConnection } from '../src/comparison.ts';
import { remarksOn } from '../src/remarks.ts';

export const places = ['originator', 'middle', 'responder'] as const;

/**
 * Compares recorded captures of a story.
 *
 * @param names some of `places`
 * @param isMissed frames that a busy tcpdump would not have
 */
export function comparedStory(
  story: string,
  names: readonly string[] = places,
  isMissed: (name: string, frame: number) => boolean = () => false,
): Promise<Comparison> {
  return compareCaptures(
    names.map((name) => ({
      name: undefined,
      open() {
        const url = new URL(`../../../captures/vantages/${story}/${name}.pcap`, import.meta.url);
        return { source: sourceOf(withoutFrames(readFileSync(url), (frame) => isMissed(name, frame))), close() {} };
      },
    })),
  );
}

/** A pcap file of this machine's byte order without some of its records. */
function withoutFrames(file: Buffer, isMissed: (frame: number) => boolean): Buffer {
  const pieces = [file.subarray(0, 24)];
  for (let offset = 24, frame = 1; offset < file.length; frame += 1) {
    const end = offset + 16 + file.readUInt32LE(offset + 8);
    if (!isMissed(frame)) pieces.push(file.subarray(offset, end));
    offset = end;
  }
  return Buffer.concat(pieces);
}

function sourceOf(bytes: Buffer): ByteSource {
  let position = 0;
  return {
    async read(target, offset, length) {
      const piece = bytes.subarray(position, position + length);
      target.set(piece, offset);
      position += piece.length;
      return piece.length;
    },
  };
}

/** What is said of connections, in short: kind, whose segments, `?` where it is not certain, and the frames of each capture, as `o16 m30`. */
export function saidOf(connections: readonly ComparedConnection[], names: readonly string[] = places): string[] {
  return connections.flatMap((connection) =>
    remarksOn(connection, ({ input }) => names[input] ?? '').map(({ kind, of, certain, evidence }) => {
      const frames = evidence.map(({ input, frames }) => `${names[input]?.[0]}${frames.join('+')}`);
      return `${kind}${certain ? '' : '?'} ${of}: ${frames.join(' ')}`;
    }),
  );
}
