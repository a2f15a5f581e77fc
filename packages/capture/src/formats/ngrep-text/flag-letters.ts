import { ACK, CWR, ECE, FIN, PSH, RST, SYN, URG } from '../../segment.ts';

/** The letters between ngrep's brackets, in the order in which it prints them (dump_packet in ngrep.c). */
const bits = new Map<string, number>([
  ['A', ACK],
  ['S', SYN],
  ['R', RST],
  ['F', FIN],
  ['U', URG],
  ['P', PSH],
  ['E', ECE],
  ['C', CWR],
]);

/** The control bits of `AP`, or -1 when a letter is none or stands twice. */
export function flagsOfLetters(letters: string): number {
  let flags = 0;
  for (const letter of letters) {
    const bit = bits.get(letter) ?? 0;
    if (bit === 0 || (flags & bit) !== 0) return -1;
    flags |= bit;
  }
  return flags;
}
