import { setTimeout as sleep } from 'node:timers/promises';
import { fewAccounts } from './accounts.ts';
import type { Client, Outcome } from './client.ts';
import type { Event } from './traffic.ts';

/** A stretch of the load, as it went. */
export interface Stretch {
  readonly from: Date;
  readonly to: Date;
  /** `from` by the clock of the outcomes. */
  readonly startMs: number;
  /** What came of the ordinary traffic of all accounts but the few. */
  readonly others: readonly Outcome[];
  /** What came of the searches of the few. */
  readonly few: readonly Outcome[];
}

/**
 * Plays traffic, whether what came before is answered or not, as people do; and in an incident the few search besides, until everybody is answered.
 *
 * @param durationMs of the traffic
 */
export async function play(
  client: Client,
  traffic: readonly Event[],
  durationMs: number,
  isIncident: boolean,
): Promise<Stretch> {
  const from = new Date();
  const startMs = performance.now();
  const over = new AbortController();
  const few = isIncident ? fewAccounts.map((account) => searchOn(client, account, over.signal)) : [];
  const ordinary: Promise<Outcome>[] = [];
  for (const { atMs, account, action } of traffic) {
    await until(startMs + atMs);
    ordinary.push(client.act(account, action));
  }
  await until(startMs + durationMs);
  const outcomes = await Promise.all(ordinary);
  over.abort();
  const others = outcomes.filter(({ account }) => !fewAccounts.includes(account));
  return { from, startMs, others, few: (await Promise.all(few)).flat(), to: new Date() };
}

async function until(ms: number): Promise<void> {
  const waitMs = ms - performance.now();
  if (waitMs > 1) await sleep(waitMs);
}

/** One search after the other; who is refused tries again soon, whatever `Retry-After` says. */
async function searchOn(client: Client, account: string, over: AbortSignal): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  while (!over.aborted) {
    const outcome = await client.act(account, 'search');
    outcomes.push(outcome);
    if (!outcome.isDone) await sleep(250);
  }
  return outcomes;
}
