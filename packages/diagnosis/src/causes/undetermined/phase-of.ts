import { ACK, SYN } from '@fivewhys/capture';
import type { Connection, Reset } from '@fivewhys/connections';

export const firstOfAll = 'before anything else of it was captured';

/** Where in the connection's life the RST came. */
export function phaseOf(connection: Connection, reset: Reset): string {
  const { originator, responder } = reset.before;
  if (originator.finFrame !== undefined || responder.finFrame !== undefined) return 'after a FIN';
  if (originator.segments + responder.segments === 0) return firstOfAll;
  if (answersSyn(connection, reset)) return 'in answer to a SYN';
  if (originator.dataSegments + responder.dataSegments === 0) return 'before any payload';
  if (responder.dataSegments === 0) return 'before the responder sent anything';
  return 'while payload was exchanged';
}

/** By its numbers; where the text has none, by nothing else having been sent. */
function answersSyn({ segments, numbersKnown }: Connection, { from, before, provokedBy }: Reset): boolean {
  const { originator, responder } = before;
  if (from !== 'responder' || originator.syns === 0 || responder.segments > 0) return false;
  if (!numbersKnown) return originator.segments === originator.syns;
  return segments.some(({ frame, flags }) => frame === provokedBy && (flags & (SYN | ACK)) === SYN);
}
