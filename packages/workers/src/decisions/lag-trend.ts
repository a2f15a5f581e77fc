/** How far a queue lagged behind at a moment; undefined: it could not be read, which is not the same as none. */
export interface LagSample {
  readonly atMs: number;
  readonly lag: number | undefined;
}

export type LagTrend = 'grows' | 'does-not-grow' | 'unknown';

/** So many readings make a window: one alone may be an accident. */
export const windowSize = 3;

/** Compares the newest window of readings with the one before. A reading that failed, or too few of them, leaves it unknown. */
export function lagTrendOf(samples: readonly LagSample[]): LagTrend {
  const lags = samples.slice(-2 * windowSize).map(({ lag }) => lag);
  const known = lags.filter((lag) => lag !== undefined);
  if (known.length < 2 * windowSize) return 'unknown';
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return sum(known.slice(windowSize)) > sum(known.slice(0, windowSize)) ? 'grows' : 'does-not-grow';
}
