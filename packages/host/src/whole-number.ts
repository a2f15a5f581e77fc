/**
 * Reads a counter. Counters are bigint throughout: the MIBs of a 64-bit kernel are 64 bits wide (`IpExtInOctets` of a busy host passes 2^53 within
 * months), and one exact type is simpler than two. Undefined when the text is not a decimal number of at most 20 digits (2^64 has 20).
 */
export function counterOf(text: string): bigint | undefined {
  return /^-?\d{1,20}$/.test(text) ? BigInt(text) : undefined;
}

/** Reads a decimal number that a double holds exactly; undefined otherwise. */
export function safeNumberOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Reads a number that may have a fraction or an exponent, as C's `%g` prints it; undefined otherwise. */
export function decimalOf(text: string): number | undefined {
  return /^\d{1,16}(?:\.\d{1,16})?(?:e[+-]\d{1,3})?$/.test(text) ? Number(text) : undefined;
}
