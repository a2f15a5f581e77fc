import type { HttpMessage, KeptSegment } from '@fivewhys/connections';
import type { Evidence } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../subject.ts';
import { requestLine } from './message-text.ts';

/** The HTTP request that begins with a segment of the originator, where that is one. */
export function requestAt(
  { connection }: ConnectionSubject,
  segment: Pick<KeptSegment, 'frame' | 'from'> | undefined,
): HttpMessage | undefined {
  const message = segment?.from === 'originator' ? connection.spoken?.originator.http : undefined;
  return message?.kind === 'request' && message.frame === segment?.frame ? message : undefined;
}

/** That a frame was a request, for the evidence of what was lost. */
export function requestEvidence(subject: ConnectionSubject, frame: number | undefined): Evidence[] {
  const request = frame === undefined ? undefined : requestAt(subject, { frame, from: 'originator' });
  if (request === undefined) return [];
  return [{ input: subject.input, frames: [request.frame], detail: `it is the request ${requestLine(request)}` }];
}
