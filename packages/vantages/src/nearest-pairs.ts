/**
 * Pairs the members of two lists in order, each once, so that as many as possible are paired and the sum of their costs is least: the shorter list is laid against the longer one.
 *
 * @returns pairs of a member of `left` and one of `right`
 */
export function nearestPairs(
  left: readonly number[],
  right: readonly number[],
  costOf: (left: number, right: number) => number,
): [number, number][] {
  if (left.length > right.length) {
    return nearestPairs(right, left, (a, b) => costOf(b, a)).map(([a, b]) => [b, a]);
  }
  if (left.length * right.length > mostWeighed) return left.map((index, at) => [index, right[at] as number]);
  const width = right.length - left.length + 1;
  // cost[i][d]: the least cost of the first i + 1 of the left, the last of which goes with right[i + at], at <= d.
  const rows: { readonly cost: number[]; readonly at: number[] }[] = [];
  for (const [i, one] of left.entries()) {
    const cost: number[] = [];
    const at: number[] = [];
    for (let d = 0; d < width; d += 1) {
      const own = costOf(one, right[i + d] as number) + (i === 0 ? 0 : (rows[i - 1]?.cost[d] as number));
      const before = d === 0 ? Number.POSITIVE_INFINITY : (cost[d - 1] as number);
      cost.push(Math.min(own, before));
      at.push(own < before ? d : (at[d - 1] as number));
    }
    rows.push({ cost, at });
  }
  const pairs: [number, number][] = [];
  let d = width - 1;
  for (let i = left.length - 1; i >= 0; i -= 1) {
    d = rows[i]?.at[d] as number;
    pairs.unshift([left[i] as number, right[i + d] as number]);
  }
  return pairs;
}

/** Alike packets without anything that tells them apart: beyond this they are paired in order. */
const mostWeighed = 1_000_000;
