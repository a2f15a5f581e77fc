import { ACK, RST } from '@fivewhys/capture';
import type { Reset } from '@fivewhys/connections';
import type { Evidence } from '@fivewhys/evidence';
import { roundTripNs } from '../path/round-trip.ts';
import { duration } from '../phrases.ts';
import type { ConnectionSubject } from '../subject.ts';

/** A RST that comes in less than this part of the handshake's round trip was made nearer than what answered the SYN. */
const soonerThan = 1 / 3;
/** Shorter round trips are too short to be held against each other. */
const leastRoundTripNs = 3e6;

/** Where a kind A RST came sooner than the machine of the handshake can answer, even to the first of the segments that it may answer: that it did; else nothing. */
export function soonerThanRoundTrip({ connection, input }: ConnectionSubject, reset: Reset): Evidence[] {
  const roundTrip = roundTripNs(connection, reset.from);
  if (reset.kind !== 'A' || roundTrip === undefined || roundTrip < leastRoundTripNs) return [];
  const first = connection.segments.find(
    ({ from, flags, acknowledgment }) =>
      from !== reset.from && (flags & (ACK | RST)) === ACK && acknowledgment === reset.sequence,
  );
  // Of those between the first four and the newest some may not have been kept: one of them may have had that ack before.
  const isWhole = connection.segments.length + connection.copies >= connection.frames;
  if (first === undefined || !(isWhole || connection.segments.indexOf(first) < 4)) return [];
  const elapsedNs = reset.instantNs - first.instantNs;
  if (elapsedNs >= roundTrip * soonerThan) return [];
  return [
    {
      input,
      frames: [first.frame, reset.frame],
      detail: `${duration(elapsedNs)} after the first segment with that ack, where the handshake took ${duration(roundTrip)} to ${connection[reset.from].ip} and back: it was made nearer than what answered the SYN`,
    },
  ];
}
