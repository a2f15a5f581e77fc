import { randomOf } from '../provision/random-of.ts';
import { accounts, pollers } from './accounts.ts';

export type Action = 'clone' | 'look' | 'list' | 'search';

/** What one account does at one moment. */
export interface Event {
  readonly atMs: number;
  readonly account: string;
  readonly action: Action;
}

/** How often all accounts together do a thing, in a second. */
const perSecond: Readonly<Record<Action, number>> = { clone: 2.5, look: 8, list: 4, search: 0.5 };
const pollsPerSecond = 4;

/**
 * An ordinary stretch of time of a thousand accounts, the same for the same seed: each comes when it likes (a Poisson process), some seven times as often as others; and
 * the pollers four times a second besides.
 */
export function ordinaryTraffic(durationMs: number, seed: number): readonly Event[] {
  const random = randomOf(seed);
  const events: Event[] = [];
  const weights = accounts.map((_, index) => 0.3 + (index % 10) * 0.2);
  const allWeights = weights.reduce((sum, weight) => sum + weight, 0);
  for (const [index, account] of accounts.entries()) {
    for (const [action, rate] of Object.entries(perSecond) as [Action, number][]) {
      const meanMs = (1000 * allWeights) / (rate * (weights[index] ?? 1));
      for (let atMs = gap(random, meanMs); atMs < durationMs; atMs += gap(random, meanMs)) {
        events.push({ atMs, account, action });
      }
    }
  }
  for (const account of pollers) {
    for (let atMs = (random() * 1000) / pollsPerSecond; atMs < durationMs; atMs += 1000 / pollsPerSecond) {
      events.push({ atMs, account, action: 'look' });
    }
  }
  return events.sort((one, other) => one.atMs - other.atMs);
}

/** Milliseconds to the next event of a Poisson process. */
function gap(random: () => number, meanMs: number): number {
  return -Math.log(1 - random()) * meanMs;
}

/** A part of the traffic, from its own beginning on. */
export function partOf(traffic: readonly Event[], fromMs: number, toMs: number): readonly Event[] {
  return traffic
    .filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
    .map((event) => ({ ...event, atMs: event.atMs - fromMs }));
}
