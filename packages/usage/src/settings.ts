import { usageError } from './errors.ts';
import type { SimulatedLimit, UsageOptions } from './options.ts';
import { lengthMs, type Stretch } from './stretch.ts';

/** The options with their defaults, checked. */
export interface Settings {
  readonly windowMs: number;
  readonly top: number;
  readonly recommend: boolean;
  readonly percentile: number;
  readonly simulate: SimulatedLimit | undefined;
  readonly incident: Stretch | undefined;
  readonly baseline: Stretch | undefined;
  readonly memoryMegabytes: number;
}

const hourMs = 3_600_000;
const leastMemoryMegabytes = 64;

/** @throws CodedError `USAGE_OPTION_INVALID` */
export function settingsOf(options: UsageOptions): Settings {
  const { windowMs = hourMs, top = 1000, recommend = false, percentile = 99.99, memoryMegabytes = 512 } = options;
  const { simulate, incident, baseline } = options;
  check(windowMs >= 1000, 'windowMs', windowMs, 'a second or more');
  check(Number.isInteger(top) && top >= 1, 'top', top, 'a whole number from 1');
  check(percentile > 0 && percentile < 100, 'percentile', percentile, 'between 0 and 100');
  check(memoryMegabytes >= leastMemoryMegabytes, 'memoryMegabytes', memoryMegabytes, `${leastMemoryMegabytes} or more`);
  if (simulate !== undefined) {
    check(simulate.units > 0 && Number.isFinite(simulate.units), 'simulate.units', simulate.units, 'above 0');
    const { windowMs: of = windowMs } = simulate;
    check(of > 0 && Number.isFinite(of), 'simulate.windowMs', of, 'above 0');
  }
  const alone = baseline !== undefined && incident === undefined;
  check(!alone, 'baseline', 'given without an incident', 'that of an incident');
  for (const [name, stretch] of Object.entries({ incident, baseline })) {
    if (stretch !== undefined)
      check(lengthMs(stretch) > 0, name, JSON.stringify(stretch), 'a stretch that ends after it begins');
  }
  return { windowMs, top, recommend, percentile, simulate, incident, baseline, memoryMegabytes };
}

function check(holds: boolean, option: string, got: unknown, wanted: string): void {
  if (!holds) throw usageError('USAGE_OPTION_INVALID', `the option ${option} is ${got}; it must be ${wanted}`);
}
