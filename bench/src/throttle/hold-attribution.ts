import { mean } from '../statistics.ts';
import { burnsUs, chargedShare, errorsOf, recordsOf } from './attribution.ts';

/** How far an attributor is from the truth, in shares of it. */
export interface AttributionErrors {
  readonly attributor: string;
  readonly requestsEach: number;
  /** Of single requests above 1 ms: half of them are off by less, and 95 of 100. */
  readonly requestMedian: number;
  readonly request95: number;
  /** By account: what was charged too much. */
  readonly charged: Readonly<Record<string, number>>;
}

export interface AttributionRun {
  /** What Node.js itself does for a request, as `exact` measures it. */
  readonly emptyUs: number;
  readonly errors: readonly AttributionErrors[];
}

/** Requests of `exact` and `slices`, which measure each one: more say little more. */
const mostEach = 500;

/** Holds all attributors against the truth. @param each requests of each account */
export async function holdAttribution(each: number): Promise<AttributionRun> {
  // Code that just began to run takes several times as long: a request that burns nothing would seem dear, and what it takes is part of the truth.
  await recordsOf('exact', 300);
  const errors: AttributionErrors[] = [];
  let emptyUs = 0;
  for (const attributor of ['exact', 'slices', 'sampled'] as const) {
    const requestsEach = attributor === 'sampled' ? each : Math.min(each, mostEach);
    const byAccount = await recordsOf(attributor, requestsEach);
    const of = (account: string) => byAccount.get(account) ?? [];
    // `exact` comes first: it says what a request takes whose handler does nothing.
    if (attributor === 'exact')
      emptyUs = mean(of('empty').map((record) => (record.userCpuMs + record.systemCpuMs) * 1000));
    const sorted = ['heavy', 'heaviest'].flatMap((account) => errorsOf(of(account), emptyUs)).toSorted((x, y) => x - y);
    const at = (part: number): number => sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
    const charged = Object.keys(burnsUs).map((account) => [account, chargedShare(of(account), emptyUs) - 1]);
    errors.push({
      attributor,
      requestsEach,
      requestMedian: at(0.5),
      request95: at(0.95),
      charged: Object.fromEntries(charged),
    });
  }
  return { emptyUs, errors };
}
