import { ACK, AE, CWR, ECE, FIN, PSH, RST, SYN, URG } from '../../segment.ts';

/** The letters of `Flags [...]` as tcpdump's manual lists them (section "TCP Packets"); `e` for AE since tcpdump 4.99.5. */
const bits = new Map<string, number>([
  ['F', FIN],
  ['S', SYN],
  ['R', RST],
  ['P', PSH],
  ['.', ACK],
  ['U', URG],
  ['E', ECE],
  ['W', CWR],
  ['e', AE],
]);

/** The control bits behind one letter; 0 for a letter that is none. */
export function flagOfLetter(letter: string): number {
  return bits.get(letter) ?? 0;
}
