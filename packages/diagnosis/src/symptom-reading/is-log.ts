import type { SymptomReading } from './symptom-reader.ts';

/** What ngrep prints in front of each packet, and what tcpdump prints of a TCP segment: packets, whatever their payload says. */
const packets = /^(?:[TUI] (?:[\d/]+ [\d:.]+ )?\S{2,60} -> \S{2,60}(?: \[|\s|$)|.{0,200} Flags \[[A-Z.]{1,8}\], )/m;
/** A JSON document over several lines is some program's result. A log in JSON has one object on each line. */
const jsonDocument = /^\s{0,64}(?:\{|\[)\s*\n/;

/** Whether a text that begins so can be a log at all: packets and documents are not. @param sample some 64 KiB */
export function mayHoldSymptoms(sample: string): boolean {
  return !jsonDocument.test(sample) && !packets.test(sample);
}

/** Whether what was read makes the text a log. The fallback knows the words of the system only, and prose quotes those, too: it takes a time in front of them. */
export function holdsSymptoms({ symptoms, ownLines }: SymptomReading): boolean {
  return ownLines > 0 || symptoms.some(({ program, instant }) => program !== 'other' || instant.kind !== 'none');
}

/**
 * Whether a text is a log of a known format even where nothing failed: most of its lines must be of one. A document that quotes a line of a proxy, or a build
 * in which one runs, is none: of what the other lines say nothing is known, so nobody can say that all is well.
 */
export function isKnownLog({ ownLines }: SymptomReading, lines: number): boolean {
  return ownLines > lines / 2;
}
