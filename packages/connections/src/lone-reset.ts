import {
  dontFragmentShift,
  numbersUnknownShift,
  RECORD_ACKNOWLEDGMENT,
  RECORD_FLAGS,
  RECORD_FRAME,
  RECORD_INSTANT,
  RECORD_IP_ID,
  RECORD_LINK_SOURCE,
  RECORD_OPTIONS,
  RECORD_PAYLOAD_BYTES,
  RECORD_SEQUENCE,
  RECORD_TIMESTAMP_VALUE,
  RECORD_TTL,
  RECORD_WINDOW,
  tcpFlagBits,
} from '@fivewhys/capture';
import type { Reset } from './connection.ts';
import { instantAt } from './copies.ts';
import { describeReset, glanceAtReset, type ResetGlance, type ResetSegment } from './describe-reset.ts';
import * as at from './layout.ts';
import type { Tracked } from './tracked.ts';

/**
 * Of a flood of refused attempts each has one RST, and nothing after it. Described at once, each took 3 kB as long as the capture was read. Such a RST is the last segment of the
 * head that the log keeps anyway, and the row still tells all that was so before it: it is described when somebody asks.
 */

const noPayload = new Uint8Array(0);

/** Whether a connection's first RST, which is about to be logged, can be told of from the log's head and the row. */
export function isLoneReset({ table }: Tracked, slot: number, payload: Uint8Array): boolean {
  return (
    payload.length === 0 &&
    table.words[slot * at.rowWords + at.LOGGED] < at.headSegments &&
    table.cold[slot * at.coldWords + at.RESET_FRAMES] === 0
  );
}

/** What a lone RST is and does, as it would have been told when it was followed. Nothing of the connection may have been followed since. */
export function glanceAtLoneReset(tracker: Tracked, slot: number): ResetGlance {
  return readLone(tracker, slot, (direction, segment) => glanceAtReset(tracker, slot, direction, segment));
}

/** Describes a lone RST, likewise. */
export function describeLoneReset(tracker: Tracked, slot: number): Reset {
  return readLone(tracker, slot, (direction, segment) => describeReset(tracker, slot, direction, segment, noPayload));
}

function readLone<Read>(
  tracker: Tracked,
  slot: number,
  read: (direction: number, segment: ResetSegment) => Read,
): Read {
  const { words } = tracker.table;
  const row = slot * at.rowWords;
  let told: { readonly read: Read } | undefined;
  tracker.log.findNewest(
    slot,
    words[row + at.LOGGED],
    words[row + at.NEWEST_LOGGED],
    1,
    (head, offset, isResponder) => {
      const direction = isResponder ? 1 : 0;
      const segment = segmentOf(head, offset, words[row + at.FAMILY]);
      told = { read: asBeforeReset(tracker, slot, direction, () => read(direction, segment)) };
      return true;
    },
  );
  if (told === undefined) throw new TypeError(`the log holds nothing of slot ${slot}`);
  return told.read;
}

function segmentOf(words: Int32Array, offset: number, family: number): ResetSegment {
  const flags = words[offset + RECORD_FLAGS];
  return {
    frame: words[offset + RECORD_FRAME],
    instantNs: instantAt(words, offset + RECORD_INSTANT),
    family,
    flags: flags & tcpFlagBits,
    sequence: words[offset + RECORD_SEQUENCE],
    acknowledgment: words[offset + RECORD_ACKNOWLEDGMENT],
    window: words[offset + RECORD_WINDOW],
    ttl: words[offset + RECORD_TTL],
    ipId: words[offset + RECORD_IP_ID],
    dontFragment: ((flags >> dontFragmentShift) & 3) - 1,
    options: words[offset + RECORD_OPTIONS],
    linkSource: words[offset + RECORD_LINK_SOURCE],
    timestampValue: words[offset + RECORD_TIMESTAMP_VALUE],
    payloadBytes: words[offset + RECORD_PAYLOAD_BYTES],
    numbersUnknown: (flags >> numbersUnknownShift) & 1,
  };
}

/** Lets `read` see the row without what the tracker noted of the connection's only RST: that its ends are gone, their count of RSTs, and its instant. */
function asBeforeReset<Read>(tracker: Tracked, slot: number, direction: number, read: () => Read): Read {
  const { words, cold, coldTimes } = tracker.table;
  const bits = slot * at.rowWords + at.BITS;
  const resets = slot * at.coldWords + direction * at.halfColdWords + at.RESETS;
  const instant = slot * at.coldTimes + direction * at.halfColdTimes + at.HALF_RESET_INSTANT;
  const noted = [words[bits], words[bits + 1], cold[resets], coldTimes[instant]] as const;
  words[bits] &= ~at.HALF_GONE;
  words[bits + 1] &= ~at.HALF_GONE;
  cold[resets] = 0;
  coldTimes[instant] = Number.NaN;
  try {
    return read();
  } finally {
    [words[bits], words[bits + 1], cold[resets], coldTimes[instant]] = noted;
  }
}
