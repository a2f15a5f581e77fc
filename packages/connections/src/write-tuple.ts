import {
  FLIGHT_DESTINATION_3,
  FLIGHT_DESTINATION_PORT,
  FLIGHT_FLAGS,
  FLIGHT_SOURCE_3,
  FLIGHT_SOURCE_PORT,
  familyShift,
  flightOffset,
  type PacketRing,
  RARE_DESTINATION_0,
  RARE_SOURCE_0,
  rareOffset,
} from '@fivewhys/capture';
import type { ConnectionRows } from './connection-rows.ts';
import {
  coldWords,
  FAMILY,
  ORIGINATOR_ADDRESS_0,
  ORIGINATOR_ADDRESS_3,
  ORIGINATOR_PORT,
  RESPONDER_ADDRESS_0,
  RESPONDER_ADDRESS_3,
  RESPONDER_PORT,
  rowWords,
} from './layout.ts';

/**
 * Writes family, addresses and ports of a segment into a row.
 *
 * @param flipped the segment's sender is the responder
 */
export function writeTuple(
  { words, cold }: ConnectionRows,
  slot: number,
  { flight, rare }: PacketRing,
  position: number,
  flipped: boolean,
): void {
  const offset = flightOffset(position);
  const row = slot * rowWords;
  const coldRow = slot * coldWords;
  const family = (flight[offset + FLIGHT_FLAGS] >> familyShift) & 7;
  words[row + FAMILY] = family;
  words[row + (flipped ? RESPONDER_ADDRESS_3 : ORIGINATOR_ADDRESS_3)] = flight[offset + FLIGHT_SOURCE_3];
  words[row + (flipped ? ORIGINATOR_ADDRESS_3 : RESPONDER_ADDRESS_3)] = flight[offset + FLIGHT_DESTINATION_3];
  words[row + (flipped ? RESPONDER_PORT : ORIGINATOR_PORT)] = flight[offset + FLIGHT_SOURCE_PORT];
  words[row + (flipped ? ORIGINATOR_PORT : RESPONDER_PORT)] = flight[offset + FLIGHT_DESTINATION_PORT];
  if (family === 6) {
    const source = coldRow + (flipped ? RESPONDER_ADDRESS_0 : ORIGINATOR_ADDRESS_0);
    const destination = coldRow + (flipped ? ORIGINATOR_ADDRESS_0 : RESPONDER_ADDRESS_0);
    const prefixes = rareOffset(position);
    for (let word = 0; word < 3; word += 1) {
      cold[source + word] = rare[prefixes + RARE_SOURCE_0 + word];
      cold[destination + word] = rare[prefixes + RARE_DESTINATION_0 + word];
    }
  }
}
