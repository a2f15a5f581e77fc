import { type Connection, distance, type HttpMessage, type Reset, type Side } from '@fivewhys/connections';
import { otherSide } from '../subject.ts';

/** One HTTP message, and how much of it had been sent and acknowledged before an instant. */
export interface Progress {
  readonly message: HttpMessage;
  /** Of its body, by Content-Length; undefined when that, or the message's place among the sequence numbers, is not known. */
  readonly sentBodyBytes: number | undefined;
  /** True when all of it had been sent, false when some was missing; undefined when the message does not say where it ends. */
  readonly isComplete: boolean | undefined;
  /** All of it had been sent, and acknowledged by the other end's host. */
  readonly isAcknowledged: boolean;
}

/** The newest request and the newest response before a RST. */
export interface Exchange {
  readonly request: Progress | undefined;
  readonly response: Progress | undefined;
  /** The response came after the request; undefined unless both are known, or the request alone. */
  readonly isAnswered: boolean | undefined;
}

const none: Exchange = { request: undefined, response: undefined, isAnswered: undefined };

/** What was under way in HTTP/1 when a RST came; nothing of it where the connection spoke something else, or that can't be told. */
export function exchangeBefore(connection: Connection, reset: Reset): Exchange {
  const { spoken, acknowledgedUnseen } = connection;
  // Where payload passed that the capture does not hold, "cut off" and "not answered" can't be told.
  if (spoken === undefined || !connection.numbersKnown || acknowledgedUnseen) return none;
  const request = progressOf(spoken.originator.http, 'request', 'originator', reset);
  const newest = progressOf(spoken.responder.http, 'response', 'responder', reset);
  const response = request === undefined && isAskedAgain(newest, reset) ? undefined : newest;
  return { request, response, isAnswered: request && isAnswered(request, response, reset) };
}

/** An answer may begin unseen behind a message that does not say where it ends; so may one of an end that the capture does not hear. */
function isAnswered(request: Progress, response: Progress | undefined, { before }: Reset): boolean | undefined {
  if (response === undefined) {
    return before.responder.segments > 0 && before.responder.payloadBytes === 0 ? false : undefined;
  }
  const isFinal = (response.message.status ?? 0) >= 200;
  if (isFinal && response.message.frame > request.message.frame) return true;
  return response.isComplete === true ? false : undefined;
}

/** After a response without a known end the originator sent on, in requests that the capture does not show to be such: it is not the newest. */
function isAskedAgain(response: Progress | undefined, { before }: Reset): boolean {
  if (response === undefined || response.isComplete !== undefined) return false;
  return (before.originator.lastDataFrame ?? 0) > response.message.frame;
}

function progressOf(
  message: HttpMessage | undefined,
  kind: HttpMessage['kind'],
  side: Side,
  { frame, before }: Reset,
): Progress | undefined {
  if (message === undefined || message.kind !== kind || message.frame >= frame) return undefined;
  const sentTo = before[side].finSequence ?? before[side].nextSequence;
  const { endSequence, contentLength } = message;
  if (sentTo === undefined || endSequence === undefined) {
    return { message, sentBodyBytes: undefined, isComplete: undefined, isAcknowledged: false };
  }
  const missing = distance(endSequence, sentTo);
  // More was sent than the message has: another began where it could not be seen, and this one is not the newest.
  if (missing < 0) return undefined;
  const acknowledged = before[otherSide(side)].highestAcknowledgment;
  const sentBodyBytes =
    message.body === 'length' && contentLength !== undefined ? Math.max(contentLength - missing, 0) : undefined;
  return {
    message,
    sentBodyBytes,
    isComplete: missing === 0,
    isAcknowledged: missing === 0 && acknowledged !== undefined && distance(acknowledged, endSequence) >= 0,
  };
}
