import { ACK, RST, SYN } from '@fivewhys/capture';
import type { KeptSegment, Reset } from './connection.ts';
import { distance } from './sequence.ts';

/**
 * Corrects what a RST seemed to do by what came after it: a receiver that goes on to acknowledge what was sent only after the RST has not acted on it, whatever its
 * numbers say. It may never have reached the receiver, or have been made for a device on the way to see. A receiver that begins anew (SYN, SYN-ACK) has.
 *
 * @param segments of the connection, in order
 */
export function judgeByHindsight(reset: Reset, segments: readonly KeptSegment[]): Reset {
  if ((reset.effect !== 'accepted' && reset.effect !== 'unknown') || reset.kind === 'unknown') return reset;
  const sentBefore = reset.before[reset.from].nextSequence;
  for (const { frame, from, flags, acknowledgment } of segments) {
    if (frame <= reset.frame || from === reset.from || (flags & RST) !== 0) continue;
    if ((flags & SYN) !== 0) return reset;
    if ((flags & ACK) === 0) continue;
    if (sentBefore !== undefined && distance(acknowledgment, sentBefore) <= 0) continue;
    return {
      ...reset,
      effect: 'ignored',
      effectBecause: `${reset.effectBecause}, and yet its receiver went on: frame ${frame} acknowledges (ack ${acknowledgment}) what was sent after the RST`,
    };
  }
  return reset;
}
