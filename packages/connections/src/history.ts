/**
 * The history of a connection, in the letters that Zeek's analysts know (scripts/base/protocols/conn/main.zeek): upper case from the originator, lower
 * case from the responder, each letter the first time that it happens in its direction.
 */
export const HISTORY_SYN = 0; // S
export const HISTORY_SYN_ACK = 1; // H
export const HISTORY_ACK = 2; // A: an acknowledgment without payload
export const HISTORY_DATA = 3; // D
export const HISTORY_FIN = 4; // F
export const HISTORY_RESET = 5; // R
export const HISTORY_RETRANSMISSION = 6; // T
export const HISTORY_ZERO_WINDOW = 7; // W
export const HISTORY_GAP = 8; // G: bytes that the capture does not hold
export const HISTORY_MULTIPLE_FLAGS = 9; // Q: SYN with FIN or RST

const letters = 'SHADFRTWGQ';
export const historyLetterCodes = [...letters].map((letter) => letter.charCodeAt(0));

/** What each letter means, for the docs and the terminal. */
export const historyMeanings: readonly { readonly letter: string; readonly means: string }[] = [
  { letter: 'S', means: 'SYN' },
  { letter: 'H', means: 'SYN-ACK' },
  { letter: 'A', means: 'ACK without payload' },
  { letter: 'D', means: 'payload' },
  { letter: 'F', means: 'FIN' },
  { letter: 'R', means: 'RST' },
  { letter: 'T', means: 'retransmission' },
  { letter: 'W', means: 'zero window' },
  { letter: 'G', means: 'gap: bytes that the capture does not hold' },
  { letter: 'Q', means: 'SYN together with FIN or RST' },
  { letter: '^', means: 'direction turned round: the first segment seen came from the responder' },
];
