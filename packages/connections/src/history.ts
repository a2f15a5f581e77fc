export * from './history-letters.ts';

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
