import type { Half } from './connection.ts';
import * as at from './layout.ts';
import type { Tracker } from './tracker.ts';

/** Shortest watch from which a timestamp clock's rate is worth telling. */
const shortestClockWatchNs = 0.5e9;

/** Reads one half of a connection's row into plain data. @param direction 0 originator, 1 responder */
export function describeHalf(tracker: Pick<Tracker, 'table'>, slot: number, direction: number): Half {
  const { words, times } = tracker.table;
  const half = slot * at.rowWords + at.HALF + direction * at.halfWords;
  const time = slot * at.rowTimes + at.HALF_TIMES + direction * at.halfTimes;
  const bits = words[half + at.BITS];
  const when = (bit: number, value: number) => ((bits & bit) === 0 ? undefined : value >>> 0);
  const known = (value: number) => (value < 0 ? undefined : value);
  const frame = (value: number) => (value === 0 ? undefined : value);
  const instant = (value: number) => (Number.isNaN(value) ? undefined : value);
  return {
    segments: words[half + at.SEGMENTS],
    dataSegments: words[half + at.DATA_SEGMENTS],
    payloadBytes: times[time + at.HALF_PAYLOAD_BYTES],
    retransmissions: words[half + at.RETRANSMISSIONS],
    outOfOrder: words[half + at.OUT_OF_ORDER],
    zeroWindows: words[half + at.ZERO_WINDOWS],
    keepAlives: words[half + at.KEEP_ALIVES],
    duplicateAcks: words[half + at.DUPLICATE_ACKS],
    holes: words[half + at.HOLES],
    isn: when(at.HALF_SYN | at.HALF_SYN_ACK, words[half + at.ISN]),
    nextSequence: when(at.HALF_NEXT_KNOWN, words[half + at.NEXT]),
    highestAcknowledgment: when(at.HALF_ACKED_KNOWN, words[half + at.ACKED]),
    window: words[half + at.WINDOW],
    windowScale: when(at.HALF_WINDOW_SCALE, words[half + at.WINDOW_SCALE]),
    mss: frame(words[half + at.MSS]),
    usesTimestamps: (bits & at.HALF_TIMESTAMPS) !== 0,
    firstTimestamp: when(at.HALF_TIMESTAMPS, words[half + at.TIMESTAMP_FIRST]),
    lastTimestamp: when(at.HALF_TIMESTAMPS, words[half + at.TIMESTAMP_LAST]),
    timestampHz: timestampHz(words, times, half, time),
    sackPermitted: (bits & at.HALF_SACK_PERMITTED) !== 0,
    fastOpen: (bits & at.HALF_FAST_OPEN) !== 0,
    mptcp: (bits & at.HALF_MPTCP) !== 0,
    synFrame: frame(words[half + at.SYN_FRAME]),
    syns: words[half + at.SYNS],
    finFrame: frame(words[half + at.FIN_FRAME]),
    finSequence: when(at.HALF_FIN, words[half + at.FIN_SEQUENCE]),
    finInstantNs: instant(times[time + at.HALF_FIN_INSTANT]),
    finAcknowledged: (bits & at.HALF_FIN_ACKED) !== 0,
    resets: words[half + at.RESETS],
    handshakeTtl: words[half + at.SYN_FRAME] === 0 ? undefined : known(words[half + at.HANDSHAKE_TTL]),
    lowestTtl: known(words[half + at.TTL_LOWEST]),
    highestTtl: known(words[half + at.TTL_HIGHEST]),
    lastIpId: known(words[half + at.IP_ID]),
    lastInstantNs: instant(times[time + at.HALF_LAST_INSTANT]),
    lastDataFrame: frame(words[half + at.LAST_DATA_FRAME]),
  };
}

function timestampHz(words: Int32Array, times: Float64Array, half: number, time: number): number | undefined {
  if ((words[half + at.BITS] & at.HALF_TIMESTAMPS) === 0) return undefined;
  const watchedNs = times[time + at.HALF_LAST_INSTANT] - times[time + at.HALF_TIMESTAMP_INSTANT];
  const ticks = (words[half + at.TIMESTAMP_LAST] - words[half + at.TIMESTAMP_FIRST]) | 0;
  return watchedNs >= shortestClockWatchNs && ticks > 0 ? (ticks * 1e9) / watchedNs : undefined;
}
