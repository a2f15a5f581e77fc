// AssemblyScript: the syntax of TypeScript, with the integers of the processor. Compiled by `npm run assembly` into src/header-prediction.wasm.ts.

import * as packet from '../../capture/src/packet-record.ts';
import { STOPPED_DIRECTION, STOPPED_HASH, STOPPED_SLOT } from '../src/header-prediction-words.ts';
import * as at from '../src/layout.ts';
import { direction, find, findNothing, slot, warm } from './find-connection.ts';
import { followNext } from './follow-next.ts';
import { followSynAck } from './follow-syn-ack.ts';
import { writeKept } from './keep-segment.ts';
import { hashAt, inFlight, place, stopped } from './places.ts';

export { place };

/** Position up to which memory was read ahead. */
let warmedTo: i32 = 1;

/**
 * Follows packets from the position `first` on, up to the one before `end` or to the first that is not foretold.
 *
 * @returns the position at which it stopped
 */
export function followPredicted(first: i32, end: i32): i32 {
  let position = first;
  for (; position !== end; position += 1) {
    if (position === warmedTo) {
      const count = min(end - position, at.mostWarmed);
      warm(position, count);
      warmedTo = position + count;
    }
    const segment = inFlight(position);
    if (kindOf(segment) !== packet.PACKET_IS_SEGMENT) {
      findNothing();
      break;
    }
    writeKept(segment, position);
    find(segment, position);
    if (slot < 0) break;
    if (!followNext(segment, position) && !followSynAck(segment, position)) break;
  }
  store<i32>(stopped, slot, STOPPED_SLOT << 2);
  store<i32>(stopped, direction, STOPPED_DIRECTION << 2);
  store<i32>(stopped, load<i32>(hashAt(position)), STOPPED_HASH << 2);
  return position;
}

function kindOf(segment: usize): i32 {
  return (load<i32>(segment, packet.FLIGHT_FLAGS << 2) >> packet.kindShift) & packet.kindBits;
}
