import type { SymptomKind } from './symptom.ts';
import { SymptomReader } from './symptom-reader.ts';

/** What ngrep prints in front of each packet, and what tcpdump prints of a TCP segment: packets, whatever their payload says. */
const packets = /^(?:[TUI] (?:[\d/]+ [\d:.]+ )?\S{2,60} -> \S{2,60}(?: \[|\s|$)|.{0,200} Flags \[[A-Z.]{1,8}\], )/m;
/** A JSON document over several lines is some program's result. A log in JSON has one object on each line. */
const jsonDocument = /^\s{0,64}(?:\{|\[)\s*\n/;

/**
 * Whether a text holds words of clients or proxies about connections, and which kind it is; undefined when it is something else. Ask for captures first: they
 * are told by surer signs.
 *
 * @param sample the beginning of the text, some 64 KiB
 */
export function recognizeSymptoms(sample: string): SymptomKind | undefined {
  if (jsonDocument.test(sample) || packets.test(sample)) return undefined;
  const reader = new SymptomReader();
  reader.read(new TextEncoder().encode(sample));
  const { kind, symptoms, ownLines } = reader.end();
  // The fallback knows the words of the system only, and prose quotes those, too: it takes a time in front to make them a log's.
  const isSure =
    ownLines > 0 || symptoms.some(({ program, instant }) => program !== 'other' || instant.kind !== 'none');
  return isSure ? kind : undefined;
}
