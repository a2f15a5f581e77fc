import type { Half } from './connection.ts';
import * as at from './layout.ts';
import type { Tracked } from './tracked.ts';

/** Shortest watch from which a timestamp clock's rate is worth telling. */
const shortestClockWatchNs = 0.5e9;

/** Reads one half of a connection's row into plain data. @param direction 0 originator, 1 responder */
export function describeHalf(tracker: Pick<Tracked, 'table'>, slot: number, direction: number): Half {
  const { words, times, cold, coldTimes } = tracker.table;
  const half = slot * at.rowWords + at.HALF + direction * at.halfWords;
  const state = slot * at.rowWords + direction;
  const halfCold = slot * at.coldWords + direction * at.halfColdWords;
  const timeCold = slot * at.coldTimes + direction * at.halfColdTimes;
  const time = slot * at.rowTimes + at.HALF_TIMES + direction * at.halfTimes;
  const bits = words[state + at.BITS];
  const numbersKnown = (words[slot * at.rowWords + at.STATE] & at.STATE_NUMBERS_UNKNOWN) === 0;
  const when = (bit: number, value: number) => ((bits & bit) === 0 || !numbersKnown ? undefined : value >>> 0);
  const known = (value: number) => (value < 0 ? undefined : value);
  const frame = (value: number) => (value === 0 ? undefined : value);
  const instant = (value: number) => (Number.isNaN(value) ? undefined : value);
  return {
    segments: words[half + at.SEGMENTS],
    dataSegments: words[half + at.DATA_SEGMENTS],
    payloadBytes: times[time + at.HALF_PAYLOAD_BYTES],
    retransmissions: cold[halfCold + at.RETRANSMISSIONS],
    outOfOrder: cold[halfCold + at.OUT_OF_ORDER],
    zeroWindows: cold[halfCold + at.ZERO_WINDOWS],
    keepAlives: cold[halfCold + at.KEEP_ALIVES],
    duplicateAcks: cold[halfCold + at.DUPLICATE_ACKS],
    holes: cold[halfCold + at.HOLES],
    isn: when(at.HALF_SYN | at.HALF_SYN_ACK, cold[halfCold + at.ISN]),
    nextSequence: when(at.HALF_NEXT_KNOWN, words[state + at.NEXT]),
    highestAcknowledgment: when(at.HALF_ACKED_KNOWN, words[state + at.ACKED]),
    window: words[half + at.WINDOW],
    windowScale: when(at.HALF_WINDOW_SCALE, cold[halfCold + at.WINDOW_SCALE]),
    mss: frame(cold[halfCold + at.MSS]),
    usesTimestamps: (bits & at.HALF_TIMESTAMPS) !== 0,
    firstTimestamp: when(at.HALF_TIMESTAMPS, cold[halfCold + at.TIMESTAMP_FIRST]),
    lastTimestamp: when(at.HALF_TIMESTAMPS, words[half + at.TIMESTAMP_LAST]),
    timestampHz: readTimestampHz(tracker, slot, direction),
    sackPermitted: (bits & at.HALF_SACK_PERMITTED) !== 0,
    fastOpen: (bits & at.HALF_FAST_OPEN) !== 0,
    mptcp: (bits & at.HALF_MPTCP) !== 0,
    synFrame: frame(cold[halfCold + at.SYN_FRAME]),
    syns: cold[halfCold + at.SYNS],
    finFrame: frame(cold[halfCold + at.FIN_FRAME]),
    finSequence: when(at.HALF_FIN, cold[halfCold + at.FIN_SEQUENCE]),
    finInstantNs: instant(coldTimes[timeCold + at.HALF_FIN_INSTANT]),
    finAcknowledged: (bits & at.HALF_FIN_ACKED) !== 0,
    resets: cold[halfCold + at.RESETS],
    handshakeTtl: cold[halfCold + at.SYN_FRAME] === 0 ? undefined : known(cold[halfCold + at.HANDSHAKE_TTL]),
    lowestTtl: known(words[half + at.TTL_LOWEST]),
    highestTtl: known(words[half + at.TTL_HIGHEST]),
    lastIpId: known(words[half + at.IP_ID]),
    lastInstantNs: later(
      instant(times[time + at.HALF_LAST_INSTANT]),
      instant(coldTimes[timeCold + at.HALF_RESET_INSTANT]),
    ),
    lastDataFrame: frame(words[half + at.LAST_DATA_FRAME]),
  };
}

function later(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined) return other;
  return other === undefined || other < one ? one : other;
}

/** Ticks per second of a half's timestamp clock, when it was watched long enough. */
export function readTimestampHz(tracker: Pick<Tracked, 'table'>, slot: number, direction: number): number | undefined {
  const { words, times, cold, coldTimes } = tracker.table;
  const half = slot * at.rowWords + at.HALF + direction * at.halfWords;
  const state = slot * at.rowWords + direction;
  if ((words[state + at.BITS] & at.HALF_TIMESTAMPS) === 0) return undefined;
  const last = times[slot * at.rowTimes + at.HALF_TIMES + direction * at.halfTimes + at.HALF_LAST_INSTANT];
  const first = coldTimes[slot * at.coldTimes + direction * at.halfColdTimes + at.HALF_TIMESTAMP_INSTANT];
  const ticks =
    (words[half + at.TIMESTAMP_LAST] - cold[slot * at.coldWords + direction * at.halfColdWords + at.TIMESTAMP_FIRST]) |
    0;
  return last - first >= shortestClockWatchNs && ticks > 0 ? (ticks * 1e9) / (last - first) : undefined;
}
