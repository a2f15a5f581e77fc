import { NOTE_HTTP_REQUEST } from '@fivewhys/capture';
import type { Connection, KeptSegment } from '../connection.ts';
import * as at from '../layout.ts';
import { distance } from '../sequence.ts';
import type { TrackedWithExhibits } from '../tracked-with-exhibits.ts';
import * as said from './layout.ts';
import type { HttpMessage } from './spoken.ts';

/**
 * An HTTP/1 request on a reused connection whose responder had sent its FIN without knowing of it, and whose host acknowledged it: nothing can answer it any more (RFC 9293
 * section 3.6: who has sent a FIN sends no more data). That there is no RST says that a program still read the socket, as servers do that close in two steps.
 */
export interface DiscardedRequest {
  readonly request: HttpMessage;
  /** The segment with which the request begins. */
  readonly segment: KeptSegment;
  /** The newest response before it. */
  readonly response: HttpMessage;
  /** The responder's. */
  readonly fin: KeptSegment;
  readonly finSequence: number;
  /** The first segment of the responder that acknowledges the request, where it was kept. */
  readonly acknowledgment: KeptSegment | undefined;
  /** The request's ack does not cover the FIN: whoever sent it had not seen that. */
  readonly crossed: boolean;
}

/** The request that nobody can answer any more, if there is one. */
export function readDiscardedRequest(connection: Connection): DiscardedRequest | undefined {
  const { spoken, half, segments } = connection;
  const request = spoken?.originator.http;
  const response = spoken?.responder.http;
  const { finFrame, finSequence, highestAcknowledgment } = half.responder;
  if (request?.kind !== 'request' || response?.kind !== 'response' || finSequence === undefined) return undefined;
  if (connection.resetFrames.length > 0 || connection.acknowledgedUnseen || half.responder.holes > 0) return undefined;
  if (response.frame > request.frame || (half.responder.lastDataFrame ?? 0) > request.frame) return undefined;
  // A response that was cut off by the FIN is another failure.
  if (response.endSequence !== undefined && response.endSequence !== finSequence) return undefined;
  if (highestAcknowledgment === undefined || distance(highestAcknowledgment, request.sequence) <= 0) return undefined;
  const fin = segments.find(({ frame }) => frame === finFrame);
  const segment = segments.find(({ frame }) => frame === request.frame);
  // A FIN that acknowledges the request may be all the answer that its program chose to give.
  if (fin === undefined || segment === undefined || distance(fin.acknowledgment, request.sequence) > 0)
    return undefined;
  return {
    request,
    segment,
    response,
    fin,
    finSequence,
    acknowledgment: segments.find(
      ({ from, acknowledgment }) => from === 'responder' && distance(acknowledgment, request.sequence) > 0,
    ),
    crossed: distance(segment.acknowledgment, finSequence) <= 0,
  };
}

/** Whether `readDiscardedRequest` may find something: by numbers of the rows alone, for it is asked of every connection that said something. */
export function mayBeDiscarded(tracker: TrackedWithExhibits, slot: number): boolean {
  const { words } = tracker.table;
  const row = slot * at.rowWords;
  if ((words[row + at.STATE] & at.STATE_SPOKEN) === 0 || (words[row + 1 + at.BITS] & at.HALF_FIN) === 0) return false;
  const conversation = tracker.conversations.find(slot);
  const own = conversation.row;
  if (conversation.words[own + said.HTTP_KIND] !== NOTE_HTTP_REQUEST) return false;
  return words[row + at.HALF + at.halfWords + at.LAST_DATA_FRAME] < conversation.words[own + said.HTTP_FRAME];
}
