/** `12,031`. For amounts only: frames and streams are written without separators, so that they can be pasted into Wireshark. */
export function amount(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 connection`, `12,031 connections`, `no connections`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  if (value === 0) return `no ${plural}`;
  return `${amount(value)} ${value === 1 ? noun : plural}`;
}

/** `3`, `3 and 7`, `3, 7 and 9`, and from `most` on `3, 7, 9 and 12 more`. `total` may be more than there are names. */
export function listed(names: readonly (string | number)[], most: number, total = names.length): string {
  const shown = names.slice(0, total > most ? most - 1 : most).map(String);
  const last = total > shown.length ? `${amount(total - shown.length)} more` : shown.pop();
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} and ${last}`;
}

/** A figure with its sense kept and its noise dropped: whole numbers whole, others to four digits. */
export function figure(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** `0.3 ms`, `45 ms`, `9.31 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${trimmed(milliseconds, milliseconds < 10 ? 2 : 0)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.995) return `${trimmed(seconds, 2)} s`;
  const units = [
    { name: 'd', seconds: 86_400 },
    { name: 'h', seconds: 3600 },
    { name: 'min', seconds: 60 },
    { name: 's', seconds: 1 },
  ];
  const rounded = Math.round(seconds);
  const first = units.findIndex((unit) => rounded >= unit.seconds);
  const [large, small] = units.slice(first, first + 2);
  if (large === undefined || small === undefined) return `${rounded} s`;
  const rest = Math.floor((rounded % large.seconds) / small.seconds);
  const head = `${amount(Math.floor(rounded / large.seconds))} ${large.name}`;
  return rest === 0 ? head : `${head} ${rest} ${small.name}`;
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
