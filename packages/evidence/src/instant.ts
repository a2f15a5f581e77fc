/** A moment: nanoseconds since 1970-01-01T00:00:00Z, exact. */
export type InstantNs = bigint;

const nsPerSecond = 1_000_000_000n;

/**
 * Writes an instant as RFC 3339 in UTC with all nine digits of nanoseconds, for example `2026-03-01T10:00:00.000000001Z`.
 * Instants outside the years 0 to 9999 are written as seconds since the epoch, because RFC 3339 has no form for them.
 */
export function formatInstant(instantNs: InstantNs): string {
  let seconds = instantNs / nsPerSecond;
  let nanoseconds = instantNs % nsPerSecond;
  if (nanoseconds < 0n) {
    seconds -= 1n;
    nanoseconds += nsPerSecond;
  }
  const fraction = nanoseconds.toString().padStart(9, '0');
  const date = new Date(Number(seconds) * 1000);
  const year = date.getUTCFullYear();
  if (Number.isNaN(year) || year < 0 || year > 9999) return `${seconds}.${fraction}s`;
  return `${date.toISOString().slice(0, 19)}.${fraction}Z`;
}
