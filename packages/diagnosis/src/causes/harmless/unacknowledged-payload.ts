import { distance, type Reset } from '@fivewhys/connections';
import { otherSide } from '../../subject.ts';

/** Payload of one end that the other had not acknowledged before the RST; a FIN alone is no loss. 0 when unknown. */
export function unacknowledgedPayload(reset: Reset, side: 'originator' | 'responder'): number {
  const { nextSequence, finSequence, payloadBytes } = reset.before[side];
  const { highestAcknowledgment } = reset.before[otherSide(side)];
  const payloadEnd = finSequence ?? nextSequence;
  if (payloadEnd === undefined) return 0;
  return highestAcknowledgment === undefined ? payloadBytes : Math.max(distance(payloadEnd, highestAcknowledgment), 0);
}
