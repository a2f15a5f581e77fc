import {
  ACK,
  FIN,
  RECORD_ACKNOWLEDGMENT,
  RECORD_FLAGS,
  RECORD_FRAME,
  RECORD_PAYLOAD_BYTES,
  RECORD_SEQUENCE,
  RST,
  type SegmentRecord,
  SYN,
} from '@fivewhys/capture';
import type { ResetKind } from './connection.ts';
import * as at from './layout.ts';
import { tailSegments } from './segment-log.ts';
import type { Tracked } from './tracked.ts';

/**
 * Finds the segment that a RST answers. A reply has the number of what it answers (RFC 9293 section 3.10.7.1): kind A carries the answered segment's ack field
 * as its sequence number, kind B the end of the answered segment as its ack. A kind C answers nothing: its socket was aborted.
 *
 * Looked for among the segments that are still kept, the newest first.
 *
 * @param direction who sent the RST
 */
export function findProvoker(
  tracker: Tracked,
  slot: number,
  direction: number,
  reset: Pick<SegmentRecord, 'sequence' | 'acknowledgment'>,
  kind: ResetKind,
): { frame: number; because: string } | undefined {
  if (kind === 'C' || kind === 'other' || kind === 'unknown') return undefined;
  const { words: rows } = tracker.table;
  const row = slot * at.rowWords;
  let found: { frame: number; because: string } | undefined;
  tracker.log.findNewest(
    slot,
    rows[row + at.LOGGED],
    rows[row + at.NEWEST_LOGGED],
    tailSegments,
    (words, offset, fromResponder) => {
      const flags = words[offset + RECORD_FLAGS];
      if (fromResponder === (direction === 1) || (flags & RST) !== 0) return false;
      const frame = words[offset + RECORD_FRAME];
      if (kind === 'A') {
        const acknowledgment = words[offset + RECORD_ACKNOWLEDGMENT];
        if ((flags & ACK) === 0 || acknowledgment !== reset.sequence) return false;
        found = { frame, because: `ack ${acknowledgment >>> 0} of frame ${frame} = seq of the RST` };
        return true;
      }
      const length =
        words[offset + RECORD_PAYLOAD_BYTES] + ((flags & SYN) !== 0 ? 1 : 0) + ((flags & FIN) !== 0 ? 1 : 0);
      const end = (words[offset + RECORD_SEQUENCE] + length) | 0;
      if (end !== reset.acknowledgment) return false;
      found = {
        frame,
        because: `seq ${words[offset + RECORD_SEQUENCE] >>> 0} + ${length} of frame ${frame} = ack ${end >>> 0} of the RST`,
      };
      return true;
    },
  );
  return found;
}
