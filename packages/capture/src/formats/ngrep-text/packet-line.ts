import { flagsOfLetters } from './flag-letters.ts';

/** One packet as ngrep announces it: `T 2017/04/13 01:22:11.436659 10.0.0.1:40000 -> 10.0.0.2:80 [AP] #3`. */
export interface PacketLine {
  readonly protocol: 'tcp' | 'tcp-fragment' | 'other';
  /** `2017/04/13 01:22:11.436659` (`-t`), `+0.000374` (`-T`), or nothing. */
  readonly stamp: string | undefined;
  readonly source: string;
  readonly destination: string;
  readonly flags: number;
  /** What follows the flags on the same line (`-W single`): payload. */
  readonly rest: string;
}

/**
 * What comes before the packet in a line: ngrep's own progress marks (`###`), which it ends with no newline of their own, and what people's programs put
 * there when they quote or number lines.
 */
const inFront = /^[\s>|]*(?:\d{1,6}[.):]\s+|\d{1,6}\s+(?=[A-Z?](?:\(\d{1,3}\))? ))?#*\s*/;
const time = String.raw`(\d{4}/\d\d/\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?|\+\d{1,10}(?:\.\d{1,9})?)`;
const packet = new RegExp(String.raw`^([TUIGK?])(?:\(\d{1,3}\))? (?:${time} )?(\S{1,300}) -> (\S{1,300})(.*)$`, 's');
const flagsAndRest = /^ \[([ASRFUPEC]{0,8})\](?: #\d{1,10})?(.*)$/s;
/** `+2a1f@1480:20`: identification, offset and length of a fragment, whose ports are in another. */
const fragment = /^ [+]?[\da-f]{1,8}@\d{1,6}:\d{1,6}/;

/** Reads the line of a packet; undefined when it is something else: payload, prose, ngrep's word on its own run. */
export function readPacketLine(line: string): PacketLine | undefined {
  const start = (inFront.exec(line) as RegExpExecArray)[0].length;
  const match = packet.exec(line.slice(start, start + 4096));
  if (match === null) return undefined;
  const [, letter, stamp, source = '', destination = '', behind = ''] = match;
  const found = { stamp, source, destination, flags: 0, rest: '' };
  if (letter !== 'T') return isOther(letter as string, source, behind) ? { ...found, protocol: 'other' } : undefined;
  const marks = flagsAndRest.exec(behind);
  if (marks === null) return fragment.test(behind) ? { ...found, protocol: 'tcp-fragment' } : undefined;
  const flags = flagsOfLetters(marks[1] as string);
  return flags < 0 ? undefined : { ...found, protocol: 'tcp', flags, rest: (marks[2] as string).trim() };
}

/** Between other protocols and a sentence with an arrow in it, what tells is a port or an address. */
function isOther(letter: string, source: string, behind: string): boolean {
  if (letter === 'I') return /^ \d{1,3}:\d{1,3}(?: |$)/.test(behind) || /^[\da-f.:]+$/i.test(source);
  return /[:.]/.test(source);
}
