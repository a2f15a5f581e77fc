import type { Reset } from '@fivewhys/connections';
import type { ConnectionSubject } from '../subject.ts';
import { answersAtOnce } from './answers-at-once.ts';

/**
 * Whether the originator's host answered a segment at once as one that has no socket for it, and said nothing before of having ended the connection, by a FIN or an abort: then its program
 * did not end it, or what it said was lost. Mostly it had got a RST in the other end's name, of which this end sees only what came of it.
 */
export function isToldByAnother({ connection }: ConnectionSubject, reset: Reset): boolean {
  if (reset.from !== 'originator' || reset.kind !== 'A' || reset.deviations.length > 0) return false;
  if (reset.effect !== 'accepted' && reset.effect !== 'unknown') return false;
  const { originator, responder } = reset.before;
  if (connection.oddAcks > 0 || originator.finFrame !== undefined || responder.finFrame !== undefined) return false;
  return originator.dataSegments > 0 && answersAtOnce(connection, reset) === true;
}
