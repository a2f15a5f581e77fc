import { type NoteRecord, type SegmentRecord, SSH_REFUSAL } from '@fivewhys/capture';
import type { ConversationRow } from './conversation-row.ts';
import * as at from './layout.ts';
import { takeText } from './take-text.ts';

/** The first line of an SSH end. @returns whether it refuses the connection */
export function takeSsh(
  { words, row }: ConversationRow,
  direction: number,
  note: NoteRecord,
  segment: SegmentRecord,
): boolean {
  const own = row + direction * at.endWords;
  if (words[own + at.SSH_FRAME] !== 0) return false;
  words[own + at.SSH_BITS] = note.bits;
  words[own + at.SSH_FRAME] = segment.frame;
  takeText(words, own, note);
  return direction === 1 && (note.bits & SSH_REFUSAL) !== 0;
}
