import { ACK, SYN } from '@fivewhys/capture';
import type { KeptSegment, Reset } from '@fivewhys/connections';
import type { ConnectionSubject } from '../subject.ts';

/**
 * The SYN-ACK that an originator answered by a bare RST after it had left an earlier one unanswered here: a scanner's host resets the first that comes, and who waits for one acknowledges
 * it. This one had no socket for it any more, and what it said meanwhile did not come by.
 */
export function repeatedSynAckBefore({ connection }: ConnectionSubject, reset: Reset): KeptSegment | undefined {
  if (reset.from !== 'originator' || reset.kind !== 'A' || reset.before.originator.syns === 0) return undefined;
  if (reset.before.originator.segments > reset.before.originator.syns) return undefined;
  const synAcks = connection.segments.filter(
    ({ frame, from, flags }) => frame < reset.frame && from === 'responder' && (flags & (SYN | ACK)) === (SYN | ACK),
  );
  return synAcks.length > 1 && synAcks.at(-1)?.frame === reset.provokedBy ? synAcks.at(-1) : undefined;
}
