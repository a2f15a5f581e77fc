import type { Ladder, LadderRow } from '@fivewhys/evidence';
import { plain } from './text/plain.ts';

/** A ladder as it is drawn: its texts plain, and in its notes also which frame a row sends again. */
export function tidyLadder(ladder: Ladder, unicode: boolean): Ladder {
  const clean = (text: string) => plain(text, unicode).replace(/ {2,}/g, ' ').trim();
  return {
    ...ladder,
    originator: clean(ladder.originator),
    responder: clean(ladder.responder),
    rows: ladder.rows.map((row) => ({ ...row, text: clean(row.text), note: clean(noteOf(row)) })),
  };
}

function noteOf({ note, repeats }: LadderRow): string {
  const again = repeats === undefined ? '' : `frame ${repeats} sent again`;
  return [note, again].filter((part) => part !== '').join('; ');
}
