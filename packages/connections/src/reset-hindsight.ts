import { ACK, RST, SYN } from '@fivewhys/capture';
import type { KeptSegment, Reset, Side } from './connection.ts';
import { distance } from './sequence.ts';

/**
 * Corrects what a RST seemed to do by what came after it: a receiver that goes on to acknowledge what was sent only after the RST has not acted on it, whatever its
 * numbers say. It may never have reached the receiver, or have been made for a device on the way to see. A receiver that begins anew (SYN, SYN-ACK) has; a first SYN-ACK to the SYN
 * that came before the RST begins nothing anew. Nor had a receiver that goes on lost its connection to an earlier RST.
 *
 * @param segments of the connection, in order
 */
export function judgeByHindsight(reset: Reset, segments: readonly KeptSegment[]): Reset {
  if (!mayHaveActed.has(reset.effect) || reset.kind === 'unknown') return reset;
  const sentBefore = reset.before[reset.from].nextSequence;
  for (const { frame, from, flags, acknowledgment } of segments) {
    if (frame <= reset.frame || (flags & RST) !== 0) continue;
    if ((flags & SYN) !== 0 && !isFirstSynAck(reset, from, flags)) return reset;
    if (from === reset.from) continue;
    if ((flags & ACK) === 0) continue;
    if (sentBefore !== undefined && distance(acknowledgment, sentBefore) <= 0) continue;
    return {
      ...reset,
      effect: 'ignored',
      effectBecause: `${reset.effect === 'too-late' ? '' : `${reset.effectBecause}, and yet `}its receiver went on: frame ${frame} acknowledges (ack ${acknowledgment}) what was sent after the RST`,
    };
  }
  return reset;
}

const mayHaveActed: ReadonlySet<Reset['effect']> = new Set(['accepted', 'unknown', 'too-late']);

function isFirstSynAck({ before }: Reset, from: Side, flags: number): boolean {
  return (flags & ACK) !== 0 && before[from].synFrame === undefined;
}
