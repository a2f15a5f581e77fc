import type { Endpoint, Half } from './connection.ts';
import { readEnds } from './describe-connection.ts';
import { describeHalf } from './describe-half.ts';
import * as at from './layout.ts';
import { lastFrameOf, lastInstantOf } from './slot-frames.ts';
import type { TrackedWithExhibits } from './tracked-with-exhibits.ts';

/** By what a connection is known again in another capture, and where it lies in this one. Instants are nanoseconds since the capture's base. */
export interface Fingerprint {
  readonly stream: number;
  readonly originator: Endpoint;
  readonly responder: Endpoint;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly firstInstantNs: number;
  readonly lastInstantNs: number;
  readonly half: { readonly originator: Half; readonly responder: Half };
}

/**
 * Reads it without the segments that were kept: cheap enough for each connection of a capture that is compared.
 *
 * @param names the capture's names (ReaderContext.names)
 */
export function readFingerprint(tracker: TrackedWithExhibits, slot: number, names: readonly string[]): Fingerprint {
  const { cold, coldTimes } = tracker.table;
  const coldRow = slot * at.coldWords;
  const originator = describeHalf(tracker, slot, 0);
  const responder = describeHalf(tracker, slot, 1);
  return {
    ...readEnds(tracker, slot, names),
    stream: cold[coldRow + at.STREAM],
    firstFrame: cold[coldRow + at.FIRST_FRAME],
    lastFrame: lastFrameOf(tracker.table, slot),
    firstInstantNs: coldTimes[slot * at.coldTimes + at.FIRST_INSTANT],
    lastInstantNs: lastInstantOf(tracker.table, slot),
    half: {
      originator: originator.segments > 0 ? originator : { ...originator, isn: refusedIsn(tracker, slot) },
      responder: responder.segments > 0 ? responder : { ...responder, nextSequence: answeredSequence(tracker, slot) },
    },
  };
}

/** Of a responder of whom a RST is all that is heard here, the number that it would have sent next: that of a RST in the shape of an answer (kind A). */
function answeredSequence(tracker: TrackedWithExhibits, slot: number): number | undefined {
  const reset = tracker.exhibits.of(slot)?.resets[0];
  return reset?.from === 'responder' && reset.kind === 'A' ? reset.sequence : undefined;
}

/** Of an originator that is not heard here, the number of the SYN that a RST refuses: the RST acknowledges it (RFC 9293 section 3.10.7.1). */
function refusedIsn(tracker: TrackedWithExhibits, slot: number): number | undefined {
  const reset = tracker.exhibits.of(slot)?.resets[0];
  if (reset?.from !== 'responder' || reset.kind !== 'B') return undefined;
  return (reset.acknowledgment - 1) >>> 0;
}
