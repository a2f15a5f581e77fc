import { closeSync, openSync } from 'node:fs';
import { DescriptorSource } from '@fivewhys/capture';
import { type Comparison, compareCaptures } from '../src/compare-captures.ts';
import type { ComparedConnection } from '../src/comparison.ts';
import { remarksOn } from '../src/remarks.ts';

export const places = ['originator', 'middle', 'responder'] as const;

/** Compares recorded captures of a story. @param names some of `places` */
export function comparedStory(story: string, names: readonly string[] = places): Promise<Comparison> {
  return compareCaptures(
    names.map((name) => ({
      name: undefined,
      open() {
        const descriptor = openSync(new URL(`../../../captures/vantages/${story}/${name}.pcap`, import.meta.url), 'r');
        return { source: new DescriptorSource(descriptor), close: () => closeSync(descriptor) };
      },
    })),
  );
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
