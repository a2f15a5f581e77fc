import { TLS_CLIENT_HELLO } from '@fivewhys/capture';
import * as at from '../layout.ts';
import type { TrackedWithExhibits } from '../tracked-with-exhibits.ts';
import * as said from './layout.ts';
import type { Spoken } from './spoken.ts';

/**
 * What a ClientHello got instead of a TLS record, where it was the originator's first word and the connection ended; undefined where it was answered, and where payload is missing that
 * might be the answer. By numbers of the rows alone: it is asked of every connection that said something.
 */
export function unansweredHello(tracker: TrackedWithExhibits, slot: number): Spoken['unansweredHello'] {
  const { words, cold } = tracker.table;
  const row = slot * at.rowWords;
  if ((words[row + at.STATE] & at.STATE_SPOKEN) === 0) return undefined;
  const conversation = tracker.conversations.find(slot);
  const originator = conversation.row;
  const responder = originator + said.endWords;
  if ((conversation.words[originator + said.TLS_BITS] & TLS_CLIENT_HELLO) === 0) return undefined;
  if (conversation.words[responder + said.TLS_FRAME] !== 0) return undefined;
  const coldRow = slot * at.coldWords;
  const bits = words[row + at.BITS];
  const first = (cold[coldRow + at.ISN] + 1) | 0;
  if ((bits & at.HALF_SYN) === 0 || conversation.words[originator + said.TLS_SEQUENCE] !== first) return undefined;
  const responderBits = words[row + 1 + at.BITS];
  const state = words[row + at.STATE];
  if ((state & at.STATE_ACKED_UNSEEN) !== 0 || cold[coldRow + at.halfColdWords + at.HOLES] > 0) return undefined;
  if (words[row + at.HALF + at.halfWords + at.DATA_SEGMENTS] > 0) {
    return ((bits | responderBits) & at.HALF_FIN) !== 0 || (state & at.STATE_RESET) !== 0 ? 'other' : undefined;
  }
  return (state & at.STATE_RESPONDER_CLOSED_FIRST) !== 0 ? 'silence' : undefined;
}
