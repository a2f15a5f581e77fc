import { studentQuantile } from './student-quantile.ts';

/** With fewer the spread itself is a guess. */
export const fewestSamples = 5;
/** From so many on the samples themselves bound a further one, whatever their distribution. */
const enoughForRanks = 39;
const probability = 0.975;

/** Up to where a further sample is usual. */
export interface UsualLimit {
  readonly method: 'rank' | 'student';
  readonly mean: number;
  /** The upper end of the 95 % prediction interval: one in forty further samples lies above it. */
  readonly upTo: number;
}

/**
 * What one more sample is at most, if it comes from where the others come from: the upper end of the 95 % prediction interval. Of 39 samples or more by rank, for the next of n + 1
 * interchangeable ones is as likely to be of any rank; of fewer by Student's t, which takes them to be about normally distributed (Hahn and Meeker, Statistical Intervals, sections 4.7 and 5.3).
 *
 * @param samples {@link fewestSamples} at least
 */
export function usualLimit(samples: readonly number[]): UsualLimit {
  const count = samples.length;
  const mean = samples.reduce((sum, one) => sum + one, 0) / count;
  if (count >= enoughForRanks) {
    const rank = Math.ceil(probability * (count + 1) - 1e-9);
    const sorted = samples.toSorted((a, b) => a - b);
    return { method: 'rank', mean, upTo: sorted[rank - 1] as number };
  }
  const squares = samples.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (count - 1));
  return { method: 'student', mean, upTo: mean + studentQuantile(count - 1) * deviation * Math.sqrt(1 + 1 / count) };
}
