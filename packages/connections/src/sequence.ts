/**
 * Sequence arithmetic (RFC 9293 section 3.4). Sequence numbers are 32 bits and wrap, so "after" has no meaning by value: 5 is after 4,294,967,290.
 * The rule is: take the difference modulo 2^32 and read it as signed. It says how far `a` lies behind `b`, as long as the two are less than 2^31
 * apart, which windows guarantee for numbers of one connection, and the kernel assumes for all (`before()` in include/net/tcp.h).
 */
export function distance(a: number, b: number): number {
  return (a - b) | 0;
}

/** A sequence number for people: unsigned. */
export function unsigned(sequence: number): number {
  return sequence >>> 0;
}
