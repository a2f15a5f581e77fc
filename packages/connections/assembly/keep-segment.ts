// AssemblyScript: see header-prediction.ts.

import * as packet from '../../capture/src/packet-record.ts';
import * as at from '../src/layout.ts';
import { direction, slot } from './find-connection.ts';
import { heads, keptAt, links } from './places.ts';

/** Writes the record that is kept of a segment. */
export function writeKept(segment: usize, position: i32): void {
  const record = keptAt(position);
  const flags = load<i32>(segment, packet.FLIGHT_FLAGS << 2);
  const windowAndInterface = load<i32>(segment, packet.FLIGHT_WINDOW_AND_INTERFACE << 2);
  const optionsAndIpId = load<i32>(segment, packet.FLIGHT_OPTIONS_AND_IP_ID << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_FRAME << 2), packet.RECORD_FRAME << 2);
  store<i32>(record, flags & packet.keptFlagBits, packet.RECORD_FLAGS << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_SEQUENCE << 2), packet.RECORD_SEQUENCE << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_ACKNOWLEDGMENT << 2), packet.RECORD_ACKNOWLEDGMENT << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_PAYLOAD_BYTES << 2), packet.RECORD_PAYLOAD_BYTES << 2);
  store<i32>(record, windowAndInterface & 0xffff, packet.RECORD_WINDOW << 2);
  store<i32>(record, (flags >> packet.ttlShift) - 1, packet.RECORD_TTL << 2);
  store<i32>(record, (optionsAndIpId >> packet.ipIdShift) - 1, packet.RECORD_IP_ID << 2);
  store<i32>(record, optionsAndIpId & packet.optionBits, packet.RECORD_OPTIONS << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_TIMESTAMP_VALUE << 2), packet.RECORD_TIMESTAMP_VALUE << 2);
  store<f64>(record, load<f64>(segment, packet.FLIGHT_INSTANT << 2), packet.RECORD_INSTANT << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_TIMESTAMP_ECHO << 2), packet.RECORD_TIMESTAMP_ECHO << 2);
  store<i32>(record, windowAndInterface >>> 16, packet.RECORD_INTERFACE << 2);
  store<i32>(record, load<i32>(segment, packet.FLIGHT_LINK_SOURCE << 2), packet.RECORD_LINK_SOURCE << 2);
}

/** Keeps the segment in the log. See segment-log.ts. */
export function keep(row: usize, position: i32): void {
  const logged = load<i32>(row, at.LOGGED << 2);
  store<i32>(row, logged + 1, at.LOGGED << 2);
  if (logged < at.headSegments) {
    const head = heads + <usize>(slot * at.headSegments + logged) * packet.bytesPerRecord;
    memory.copy(head, keptAt(position), packet.bytesPerRecord);
    if (direction === 0) return;
    store<i32>(
      head,
      load<i32>(head, packet.RECORD_FLAGS << 2) | packet.RECORD_FROM_RESPONDER,
      packet.RECORD_FLAGS << 2,
    );
    return;
  }
  store<i32>(links + ((<usize>(position & (packet.keptRecords - 1))) << 2), load<i32>(row, at.NEWEST_LOGGED << 2));
  store<i32>(row, (position << 1) | direction, at.NEWEST_LOGGED << 2);
}
