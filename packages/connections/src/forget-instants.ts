import type { ConnectionRows } from './connection-rows.ts';
import {
  coldTimes as coldTimesPerRow,
  FIRST_INSTANT,
  HALF_FIN_INSTANT,
  HALF_HOLE_INSTANT,
  HALF_LAST_INSTANT,
  HALF_RESET_INSTANT,
  HALF_TIMES,
  HALF_TIMESTAMP_INSTANT,
  HANDSHAKE_ACK_INSTANT,
  halfColdTimes,
  halfTimes,
  LAST_OTHER_INSTANT,
  rowTimes,
  SYN_ACK_INSTANT,
  SYN_INSTANT,
} from './layout.ts';

/** Marks the instants of a new row as unknown. */
export function forgetInstants(rows: ConnectionRows, slot: number): void {
  const { times, coldTimes } = rows;
  const time = slot * rowTimes;
  const cold = slot * coldTimesPerRow;
  times[time + HALF_TIMES + HALF_LAST_INSTANT] = Number.NaN;
  times[time + HALF_TIMES + halfTimes + HALF_LAST_INSTANT] = Number.NaN;
  coldTimes[cold + FIRST_INSTANT] = Number.NaN;
  coldTimes[cold + SYN_INSTANT] = Number.NaN;
  coldTimes[cold + SYN_ACK_INSTANT] = Number.NaN;
  coldTimes[cold + HANDSHAKE_ACK_INSTANT] = Number.NaN;
  coldTimes[cold + LAST_OTHER_INSTANT] = Number.NaN;
  for (let half = cold; half <= cold + halfColdTimes; half += halfColdTimes) {
    coldTimes[half + HALF_FIN_INSTANT] = Number.NaN;
    coldTimes[half + HALF_TIMESTAMP_INSTANT] = Number.NaN;
    coldTimes[half + HALF_HOLE_INSTANT] = Number.NaN;
    coldTimes[half + HALF_RESET_INSTANT] = Number.NaN;
  }
}
