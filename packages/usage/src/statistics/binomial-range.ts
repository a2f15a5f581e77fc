/**
 * The ranks between which a quantile of the population lies with the given confidence, by order statistics: how many of n independent samples lie below the quantile follows a
 * binomial distribution whatever the samples' own, so no shape is assumed (David and Nagaraja, Order Statistics, section 7.1).
 *
 * @param n samples
 * @param p the quantile, between 0 and 1
 * @param confidence between 0 and 1
 * @returns ranks from 1; undefined where no sample bounds it on that side
 */
export function quantileRanks(
  n: number,
  p: number,
  confidence: number,
): { readonly low: number | undefined; readonly high: number | undefined } {
  const tail = (1 - confidence) / 2;
  // The sample of rank r is above the quantile if fewer than r samples lie below it.
  const low = lastWithin(n, p, tail);
  // The same seen from above.
  const fromAbove = lastWithin(n, 1 - p, tail);
  return { low: low === 0 ? undefined : low, high: fromAbove === 0 ? undefined : n + 1 - fromAbove };
}

/** The largest k with P(X < k) at most `tail`, for X of Binomial(n, p); 0 if there is none. */
function lastWithin(n: number, p: number, tail: number): number {
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  // Down from the mode to where nothing is left to add, then up again until the tail is full.
  const top = Math.exp(logMass(n, p, mode));
  let mass = top;
  let k = mode;
  while (k > 0 && mass > top * 1e-18) {
    mass *= k / ((n - k + 1) * odds);
    k -= 1;
  }
  let below = 0;
  while (k < n && below + mass <= tail) {
    below += mass;
    mass *= ((n - k) * odds) / (k + 1);
    k += 1;
  }
  return k;
}

function logMass(n: number, p: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p);
}

/** Exact sums for small numbers, Stirling's series beyond, which is right to 1e-13 there. */
function logFactorial(n: number): number {
  if (n < 32) {
    let sum = 0;
    for (let factor = 2; factor <= n; factor++) sum += Math.log(factor);
    return sum;
  }
  const x = n + 1;
  return (
    (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5)
  );
}
