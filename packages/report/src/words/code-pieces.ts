/** A piece of a text, and whether it stood between backticks. */
export interface Piece {
  readonly code: boolean;
  readonly text: string;
}

/** Cuts a text at its `commands between backticks`. A backtick without a partner is a character like any other. */
export function codePieces(text: string): Piece[] {
  return text
    .split(/`([^`]+)`/)
    .map((piece, index) => ({ code: index % 2 === 1, text: piece }))
    .filter((piece) => piece.text !== '');
}
