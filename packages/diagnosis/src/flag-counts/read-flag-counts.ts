import { ACK, AE, CWR, ECE, FIN, PSH, RST, SYN, URG } from '@fivewhys/capture';
import type { FlagCounts } from './flag-counts.ts';

/** A count and flags in brackets, as ngrep (`[AP]`) or tcpdump (`Flags [P.],`, `[none]`) prints them. */
const countLine = /^\s*(\d{1,15})\s+(?:Flags )?\[([A-Za-z.]{1,9})\],?$/;
/** Lines of other words that are too many for a table of counts. */
const mostOtherLines = 200;
/** Vantages that one text may hold. Each is held against each. */
const mostTables = 64;

const bits: Readonly<Record<string, number>> = {
  A: ACK,
  '.': ACK,
  S: SYN,
  R: RST,
  F: FIN,
  P: PSH,
  U: URG,
  E: ECE,
  C: CWR,
  W: CWR,
  e: AE,
};

interface Section {
  readonly heading: string;
  readonly firstLine: number;
  lastLine: number;
  readonly counts: Map<number, number>;
}

/**
 * Reads counts of flags. A heading, or flags that were counted before, begin another table: both sides may stand in one text.
 *
 * @returns undefined when the text is something else
 */
export function readFlagCounts(text: string, input: number): readonly FlagCounts[] | undefined {
  const sections: Section[] = [];
  let heading = '';
  let isOpen = false;
  let countLines = 0;
  let otherLines = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trimEnd();
    if (line.trim() === '') continue;
    const match = countLine.exec(line);
    const flags = match === null ? -1 : flagsOf(match[2] as string);
    if (flags < 0) {
      otherLines += 1;
      if (otherLines > mostOtherLines) return undefined;
      heading = line.trim().slice(0, 200);
      isOpen = false;
      continue;
    }
    countLines += 1;
    let section = sections.at(-1);
    if (!isOpen || section === undefined || section.counts.has(flags)) {
      section = { heading, firstLine: index + 1, lastLine: index + 1, counts: new Map() };
      if (sections.length === mostTables) return undefined;
      sections.push(section);
      heading = '';
      isOpen = true;
    }
    section.counts.set(flags, Number(match?.[1]));
    section.lastLine = index + 1;
  }
  if (countLines < 2 || otherLines > countLines) return undefined;
  return sections.map((section) => ({ ...section, input }));
}

/** -1 for what are no flags. */
function flagsOf(letters: string): number {
  if (letters === 'none') return 0;
  let flags = 0;
  for (const letter of letters) {
    const bit = bits[letter] ?? 0;
    if (bit === 0 || (flags & bit) !== 0) return -1;
    flags |= bit;
  }
  return flags;
}
