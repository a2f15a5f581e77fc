import { hashPrefix, hashTuple, type IcmpError } from '@fivewhys/capture';
import type { ConnectionRows } from './connection-rows.ts';
import {
  coldWords,
  ORIGINATOR_ADDRESS_0,
  ORIGINATOR_ADDRESS_3,
  ORIGINATOR_PORT,
  RESPONDER_ADDRESS_0,
  RESPONDER_ADDRESS_3,
  RESPONDER_PORT,
  rowWords,
} from './layout.ts';

/** Whether a row has the tuple that an ICMP error quotes, sent by its originator or by its responder. */
export function isQuoted(rows: ConnectionRows, slot: number, byOriginator: boolean, error: IcmpError): boolean {
  const { words, cold } = rows;
  const row = slot * rowWords;
  const source = slot * coldWords + (byOriginator ? ORIGINATOR_ADDRESS_0 : RESPONDER_ADDRESS_0);
  const destination = slot * coldWords + (byOriginator ? RESPONDER_ADDRESS_0 : ORIGINATOR_ADDRESS_0);
  return (
    words[row + (byOriginator ? ORIGINATOR_PORT : RESPONDER_PORT)] === error.quotedSourcePort &&
    words[row + (byOriginator ? RESPONDER_PORT : ORIGINATOR_PORT)] === error.quotedDestinationPort &&
    words[row + (byOriginator ? ORIGINATOR_ADDRESS_3 : RESPONDER_ADDRESS_3)] === error.quotedSource3 &&
    words[row + (byOriginator ? RESPONDER_ADDRESS_3 : ORIGINATOR_ADDRESS_3)] === error.quotedDestination3 &&
    (error.family !== 6 ||
      (cold[source] === error.quotedSource0 &&
        cold[source + 1] === error.quotedSource1 &&
        cold[source + 2] === error.quotedSource2 &&
        cold[destination] === error.quotedDestination0 &&
        cold[destination + 1] === error.quotedDestination1 &&
        cold[destination + 2] === error.quotedDestination2))
  );
}

/** The hash of the tuple that an ICMP error quotes, as the ring has it of the segments of that tuple. */
export function hashQuoted(error: IcmpError, seed: number): number {
  const { family, quotedSource3, quotedSourcePort, quotedDestination3, quotedDestinationPort } = error;
  if (family !== 6)
    return hashTuple(seed, quotedSource3, 0, quotedSourcePort, quotedDestination3, 0, quotedDestinationPort);
  const source = hashPrefix(seed, error.quotedSource0, error.quotedSource1, error.quotedSource2);
  const destination = hashPrefix(seed, error.quotedDestination0, error.quotedDestination1, error.quotedDestination2);
  return hashTuple(
    seed,
    quotedSource3,
    source,
    quotedSourcePort,
    quotedDestination3,
    destination,
    quotedDestinationPort,
  );
}
