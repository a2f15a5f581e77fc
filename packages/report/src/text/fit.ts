import { columns } from './columns.ts';
import { wrap } from './wrap.ts';

/** Like `wrap`, but cuts words that are longer than a line: inside a drawing nothing may stick out. */
export function fit(text: string, width: number): string[] {
  return wrap(text, width).flatMap((line) => (columns(line) <= width ? [line] : cut(line, width)));
}

function cut(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of word) {
    if (piece !== '' && columns(piece + character) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}
