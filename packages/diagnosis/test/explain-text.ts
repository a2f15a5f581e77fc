import type { ByteSource } from '@fivewhys/capture';
import { Explainer, type Explanation } from '../src/index.ts';

/** A source of bytes held in memory. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  let position = 0;
  return {
    read: async (target, offset, length) => {
      const count = Math.min(length, bytes.length - position);
      target.set(bytes.subarray(position, position + count), offset);
      position += count;
      return count;
    },
  };
}

/** Explains a story told in lines of tcpdump's output (`-nn -S`, so that numbers stand as they are). */
export async function explainText(lines: readonly string[]): Promise<Explanation> {
  const explainer = new Explainer({ connections: true, stream: undefined, wanted: undefined, cause: undefined });
  await explainer.addInput('story.txt', sourceOf(new TextEncoder().encode(`${lines.join('\n')}\n`)));
  return explainer.finish();
}
