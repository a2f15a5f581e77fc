/** A stretch of whole minutes, and how many times the middle minute its dearest one is. */
export interface BusiestStretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly times: number;
}

const minuteMs = 60_000;
/** Fewer minutes have no middle that could be called usual. */
const fewestMinutes = 10;
/** A minute that is dearer than so many of the middle one stands out. */
const standsOut = 5;

/**
 * The minutes around the dearest one that are nearer to it than to the middle one, by their ratio; undefined where none stands out.
 *
 * @param minutes units by minute since 1970
 */
export function busiestStretch(minutes: ReadonlyMap<number, number>): BusiestStretch | undefined {
  if (minutes.size < fewestMinutes) return undefined;
  const sorted = [...minutes.values()].toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  let dearest = { minute: 0, units: 0 };
  for (const [minute, units] of minutes) if (units > dearest.units) dearest = { minute, units };
  if (middle <= 0 || dearest.units < standsOut * middle) return undefined;
  const isDear = (minute: number): boolean => (minutes.get(minute) ?? 0) >= Math.sqrt(dearest.units * middle);
  let from = dearest.minute;
  let to = dearest.minute + 1;
  while (isDear(from - 1)) from -= 1;
  while (isDear(to)) to += 1;
  return { fromMs: from * minuteMs, toMs: to * minuteMs, times: dearest.units / middle };
}
