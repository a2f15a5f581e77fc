import type { NoteRecord } from '@fivewhys/capture';
import * as at from './layout.ts';

/** Keeps the text of a note, in the place of an older one. */
export function takeText(words: Int32Array, own: number, note: NoteRecord): void {
  words[own + at.TEXT_KIND] = note.kind;
  words[own + at.TEXT_BYTES] = note.textBytes;
  note.copyText(words, own + at.TEXT);
}
