/** `1 worker`, `3 workers`, `2 children` where the plural is told. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** `340 ms`, `12.5 s`, `40 min`, `3.2 h`: with the accuracy that people need. */
export function spanText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${trimmed(ms / 1000)} s`;
  if (ms < 2 * 3_600_000) return `${trimmed(ms / 60_000)} min`;
  return `${trimmed(ms / 3_600_000)} h`;
}

/** `540 MiB`, `1.2 GiB`. */
export function bytesText(bytes: number): string {
  if (bytes >= 2 ** 30) return `${trimmed(bytes / 2 ** 30)} GiB`;
  if (bytes >= 2 ** 20) return `${trimmed(bytes / 2 ** 20)} MiB`;
  return `${trimmed(bytes / 1024)} KiB`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[], most = 4): string {
  if (names.length <= 1) return names.join('');
  if (names.length <= most) return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** The time of day of an instant, in UTC: `13:02:11`. */
export function clockText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 19)} UTC`;
}

/** A line of somebody's output within a sentence. */
export function quoted(line: string, longest = 160): string {
  const text = line.trim();
  return text.length <= longest ? `"${text}"` : `"${text.slice(0, longest - 1)}…"`;
}

function trimmed(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');
}
