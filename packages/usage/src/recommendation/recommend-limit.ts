import { amount, counted } from '@fivewhys/report/writers';
import type { Distribution, Recommended, Totals } from '../usage-report.ts';
import { roundedUp } from './rounded-up.ts';

/** Samples that should lie above the percentile: with fewer its interval is so wide that a limit from it is a guess. 100,000 account-windows for 99.99. */
const fewestAbove = 10;
const dayMs = 86_400_000;

/** What is above a limit in the log. */
export interface Above {
  readonly windows: number;
  readonly accounts: number;
}

/**
 * Recommends a limit on units per window: the percentile of account-windows, rounded up to two digits; or says why it can't be told.
 *
 * @param above counts what is above a limit
 */
export async function recommendLimit(
  distribution: Distribution,
  totals: Totals,
  percentile: number,
  above: (limit: number) => Promise<Above>,
): Promise<Recommended> {
  const reason = reasonAgainst(distribution, totals, percentile);
  if (reason !== undefined) return { kind: 'refused', reason };
  const found = distribution.percentiles.find((one) => one.percentile === percentile);
  if (found?.low === undefined || found.high === undefined) return { kind: 'refused', reason: 'no interval bounds it' };
  const { value, low, high } = found;
  const limit = roundedUp(value);
  const { windows, accounts } = await above(limit);
  const { windowMs, samples } = distribution;
  const cautions = cautionsOn(totals);
  return {
    kind: 'limit',
    limit,
    percentile,
    value,
    low,
    high,
    windowMs,
    samples,
    windowsAbove: windows,
    accountsAbove: accounts,
    cautions,
  };
}

function reasonAgainst(
  { samples, wholeWindows, windowMs, percentiles }: Distribution,
  { longestSumMs, units }: Totals,
  percentile: number,
): string | undefined {
  if (longestSumMs > windowMs * 1.01) {
    return `its records sum up ${longestSumMs / 1000} s each, and windows of ${windowMs / 1000} s can't be told from them; give a --window as long or longer`;
  }
  const needed = Math.ceil(fewestAbove / (1 - percentile / 100) - 1e-6);
  if (samples < needed) {
    return `${counted(samples, 'account-window')} ${samples === 1 ? 'is' : 'are'} too few for a limit from the percentile ${percentile}: ${amount(needed)} are needed, so that ${fewestAbove} lie above it; collect more, or ask for a shorter --window or a lower --percentile`;
  }
  if (!wholeWindows) return `the log holds no whole window of ${windowMs / 1000} s`;
  const found = percentiles.find((one) => one.percentile === percentile);
  if (units <= 0 || found === undefined || found.value <= 0) return 'the accounts of this percentile used nothing';
  return undefined;
}

function cautionsOn({ firstMs, lastMs, refused }: Totals): string[] {
  const cautions: string[] = [];
  if (lastMs - firstMs < 7 * dayMs) {
    cautions.push('The log covers less than a week: what accounts do only on other days, or at night, is not in it.');
  }
  if (refused > 0) {
    cautions.push(
      'Some requests were refused at the time and cost nothing; without that limit their accounts would have used more.',
    );
  }
  return cautions;
}
