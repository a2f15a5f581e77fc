import { NOTE_HTTP_REQUEST } from '@fivewhys/capture';
import type { Connection, Half } from '../connection.ts';
import * as at from '../layout.ts';
import { distance } from '../sequence.ts';
import type { TrackedWithExhibits } from '../tracked-with-exhibits.ts';
import * as said from './layout.ts';
import type { HttpMessage } from './spoken.ts';

/** An HTTP/1 request that its receiver's host acknowledged and nobody answered, until the originator closed. */
export interface UnansweredRequest {
  readonly request: HttpMessage;
  /** The originator's FIN. */
  readonly finFrame: number;
  /** From the request's first segment to the FIN. */
  readonly waitedNs: number;
}

/** Who closes earlier may have said in this way that its request is complete, and still wait for the answer. */
const leastPatienceNs = 1e9;

/** What the originator waited for in vain before it closed with a FIN, if that is what it did. */
export function readUnansweredRequest(connection: Connection): UnansweredRequest | undefined {
  const { spoken, half } = connection;
  const request = spoken?.originator.http;
  const { finFrame, finInstantNs } = half.originator;
  if (request?.kind !== 'request' || finFrame === undefined || finInstantNs === undefined) return undefined;
  if (connection.closedFirstBy !== 'originator' || connection.resetFrames.length > 0) return undefined;
  if (connection.acknowledgedUnseen || half.responder.holes > 0) return undefined;
  if ((half.responder.lastDataFrame ?? 0) > request.frame || !isAcknowledged(half)) return undefined;
  const waitedNs = finInstantNs - request.instantNs;
  return waitedNs < leastPatienceNs ? undefined : { request, finFrame, waitedNs };
}

/** All that the originator sent before its FIN. */
function isAcknowledged({ originator, responder }: { readonly originator: Half; readonly responder: Half }): boolean {
  const { finSequence } = originator;
  const { highestAcknowledgment } = responder;
  if (finSequence === undefined || highestAcknowledgment === undefined) return false;
  return distance(highestAcknowledgment, finSequence) >= 0;
}

/** Whether `readUnansweredRequest` may find something: by numbers of the rows alone, for it is asked of every connection that said something. */
export function mayBeUnanswered(tracker: TrackedWithExhibits, slot: number): boolean {
  const { words } = tracker.table;
  const row = slot * at.rowWords;
  const state = words[row + at.STATE];
  if ((state & at.STATE_SPOKEN) === 0 || (state & at.STATE_ORIGINATOR_CLOSED_FIRST) === 0) return false;
  const conversation = tracker.conversations.find(slot);
  const own = conversation.row;
  if (conversation.words[own + said.HTTP_KIND] !== NOTE_HTTP_REQUEST) return false;
  return words[row + at.HALF + at.halfWords + at.LAST_DATA_FRAME] < conversation.words[own + said.HTTP_FRAME];
}
