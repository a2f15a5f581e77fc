import { columns } from './columns.ts';

const mark = '…';

/** A text in at most `width` columns. Of a longer one its beginning and, which tells names of files apart, more of its end. */
export function shorten(text: string, width: number): string {
  if (columns(text) <= width) return text;
  const characters = Array.from(text);
  const head = take(characters, Math.floor((width - 1) / 3));
  const tail = take(characters.toReversed(), width - 1 - columns(head));
  return head + mark + Array.from(tail).reverse().join('');
}

function take(characters: readonly string[], width: number): string {
  let taken = '';
  for (const character of characters) {
    if (columns(taken + character) > width) break;
    taken += character;
  }
  return taken;
}
