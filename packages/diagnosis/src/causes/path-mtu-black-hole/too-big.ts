import type { Connection, IcmpNote, Side } from '@fivewhys/connections';

/** ICMP errors that say that a packet was too big for the next link: "fragmentation needed" (RFC 792, RFC 1191), "packet too big" (RFC 4443 section 3.2). */
export function tooBigErrors({ icmpErrors }: Connection, about?: Side): IcmpNote[] {
  return icmpErrors.filter(
    (error) =>
      (error.family === 6 ? error.type === 2 : error.type === 3 && error.code === 4) &&
      (about === undefined || error.about === about),
  );
}
