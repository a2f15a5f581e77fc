import type { Finding } from '@fivewhys/evidence';
import { listed } from '../quantities.ts';
import type { InputNames } from './input-names.ts';

/** `stream 1`, `streams 3, 7, 9 and 12 more`, `streams 3 and 7 of a.pcap; stream 2 of b.pcap`. */
export function subjectsText({ subjects, count }: Finding, names: InputNames, most: number): string {
  const byInput = Map.groupBy(subjects, ({ input }) => input);
  const parts = [...byInput].map(([input, own]) => {
    // Subjects that are counted but not named can only be told of when there is one input that they can be of.
    const total = byInput.size === 1 ? Math.max(count, own.length) : own.length;
    const streams = own.slice(0, most).map(({ stream }) => stream);
    return `${total === 1 ? 'stream' : 'streams'} ${listed(streams, most, total)}${names.of(input)}`;
  });
  return parts.join('; ');
}
