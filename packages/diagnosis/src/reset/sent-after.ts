import type { Connection, KeptSegment, Side } from '@fivewhys/connections';

/** What an end sent after a frame, RSTs left out. */
export function sentAfter({ segments }: Connection, frame: number, side: Side): KeptSegment[] {
  return segments.filter((segment) => segment.frame > frame && segment.from === side && (segment.flags & 0x04) === 0);
}
