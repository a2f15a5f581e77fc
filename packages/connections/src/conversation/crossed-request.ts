import { NOTE_HTTP_REQUEST } from '@fivewhys/capture';
import type { Connection, KeptSegment } from '../connection.ts';
import * as at from '../layout.ts';
import { distance } from '../sequence.ts';
import type { TrackedWithExhibits } from '../tracked-with-exhibits.ts';
import * as said from './layout.ts';

/** Payload of the originator that passed the responder's FIN on the way: no answer to it can come any more. */
export interface CrossedData {
  readonly fin: KeptSegment;
  /** The first segment that the FIN does not acknowledge, and that does not acknowledge the FIN. */
  readonly data: KeptSegment;
  /** The last payload before both: the responder's, so that the data begins something new. */
  readonly previous: KeptSegment;
}

/** What crossed the responder's FIN, where both were kept. */
export function readCrossedData({ half, segments }: Connection): CrossedData | undefined {
  const { finFrame, finSequence } = half.responder;
  const fin = segments.find(({ frame }) => frame === finFrame);
  if (fin === undefined || finSequence === undefined) return undefined;
  const data = segments.find(
    ({ from, payloadBytes, sequence }) =>
      from === 'originator' && payloadBytes > 0 && distance(sequence, fin.acknowledgment) >= 0,
  );
  if (data === undefined || distance(data.acknowledgment, finSequence) > 0) return undefined;
  const first = Math.min(fin.frame, data.frame);
  const previous = segments.findLast(({ frame, payloadBytes }) => payloadBytes > 0 && frame < first);
  return previous?.from === 'responder' ? { fin, data, previous } : undefined;
}

/** A whole request among it, of a connection that nobody reset: it was taken by the responder's host, and dropped. */
export function readCrossedRequest(connection: Connection): CrossedData | undefined {
  const request = connection.spoken?.originator.http;
  if (request?.kind !== 'request' || connection.resetFrames.length > 0) return undefined;
  const crossed = readCrossedData(connection);
  const { highestAcknowledgment } = connection.half.responder;
  if (crossed?.data.frame !== request.frame || highestAcknowledgment === undefined) return undefined;
  return distance(highestAcknowledgment, request.sequence) > 0 ? crossed : undefined;
}

/** Whether `readCrossedRequest` may find something: by numbers of the rows alone, for it is asked of every connection that said something. */
export function mayBeCrossed(tracker: TrackedWithExhibits, slot: number): boolean {
  const { words } = tracker.table;
  const row = slot * at.rowWords;
  if ((words[row + at.STATE] & at.STATE_SPOKEN) === 0 || (words[row + 1 + at.BITS] & at.HALF_FIN) === 0) return false;
  const conversation = tracker.conversations.find(slot);
  const own = conversation.row;
  if (conversation.words[own + said.HTTP_KIND] !== NOTE_HTTP_REQUEST) return false;
  return words[row + at.HALF + at.halfWords + at.LAST_DATA_FRAME] < conversation.words[own + said.HTTP_FRAME];
}
