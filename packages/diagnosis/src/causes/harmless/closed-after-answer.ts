import { distance, type Reset } from '@fivewhys/connections';
import { exchangeBefore, type Progress } from '../../http/exchange.ts';
import { type Abort, abortOf } from '../../reset/abort.ts';
import { endOf } from '../../reset/payload-before.ts';
import { httpToSsh } from '../../ssh/http-to-ssh.ts';
import type { ConnectionSubject } from '../../subject.ts';

/** An originator that closed when it had all that the responder ever sent, and a responder that then ended its own side with a RST. */
export interface ClosedAfterAnswer {
  readonly abort: Abort;
  readonly finFrame: number;
  readonly finAcknowledgment: number;
  /** The responder's last payload. */
  readonly answerFrame: number;
  /** By HTTP/1, where that is what was spoken. */
  readonly response: Progress | undefined;
}

/**
 * Tells whether the originator's FIN came when it had the last word of the responder, nothing of either end was left unacknowledged, and the responder's host then aborted the
 * socket. An originator that closes its sending side to say that its request is whole does so before the answer, not behind it.
 */
export function closedAfterAnswer(subject: ConnectionSubject, reset: Reset): ClosedAfterAnswer | undefined {
  const { connection } = subject;
  if (!connection.numbersKnown || reset.from !== 'responder' || reset.effect !== 'accepted') return undefined;
  if (httpToSsh(connection) !== undefined) return undefined;
  const { originator, responder } = reset.before;
  const fin = connection.segments.find(({ frame }) => frame === originator.finFrame);
  if (fin === undefined || responder.finFrame !== undefined) return undefined;
  const abort = abortOf(subject, 'responder');
  if (typeof abort === 'string' || abort.lastWordOf !== 'responder' || abort.lastOwn === undefined) return undefined;
  if (distance(fin.acknowledgment, endOf(abort.lastOwn)) < 0) return undefined;
  // The RST covers the FIN, and with it all that came before.
  if (distance(reset.acknowledgment, endOf(fin)) <= 0 || abort.unacknowledged > 0) return undefined;
  const { response } = exchangeBefore(connection, reset);
  if (response?.isComplete === false) return undefined;
  return {
    abort,
    finFrame: fin.frame,
    finAcknowledgment: fin.acknowledgment,
    answerFrame: abort.lastOwn.frame,
    response,
  };
}
