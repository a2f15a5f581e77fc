/** In a command of journalctl: the minute before and after what happened; the last hour where the capture has no dates. */
export const aroundIt = "--since '-1 hour'";
/** The same: the hours before it, for what may have happened long before it was noticed. */
export const beforeIt = "--since '-1 day'";

const minuteNs = 60_000_000_000n;
const dayNs = 1440n * minuteNs;

/**
 * A command with the time of what happened in place of `aroundIt` or `beforeIt`: a capture may be years old when it is looked at.
 *
 * @param instantNs nanoseconds since 1970-01-01T00:00:00Z
 */
export function commandInTime(command: string, instantNs: bigint): string {
  const until = `--until '${journalTime(instantNs + minuteNs)}'`;
  return command
    .replace(aroundIt, () => `--since '${journalTime(instantNs - minuteNs)}' ${until}`)
    .replace(beforeIt, () => `--since '${journalTime(instantNs - dayNs)}' ${until}`);
}

/** As systemd.time(7) reads it: `2026-11-22 02:40:04 UTC`. */
function journalTime(instantNs: bigint): string {
  const text = new Date(Number(instantNs / 1_000_000n)).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`;
}
