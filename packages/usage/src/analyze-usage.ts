import { CodedError } from '@fivewhys/evidence';
import { UsageDatabase } from './database/usage-database.ts';
import { loadShares, sumAccounts, topAccounts } from './figures/account-use.ts';
import { distributionOf, sumAccountWindows } from './figures/account-windows.ts';
import { endpointUse } from './figures/endpoint-use.ts';
import { totalsOf } from './figures/totals.ts';
import { unattributedUse } from './figures/unattributed.ts';
import { explainIncident } from './incident/explain-incident.ts';
import { readInput } from './input/read-input.ts';
import { pathOf, type UsageInput } from './input/usage-input.ts';
import type { SeenQuota } from './lines/reading.ts';
import type { UsageOptions, UsagePhase } from './options.ts';
import { aboveLimit } from './recommendation/above-limit.ts';
import { recommendLimit } from './recommendation/recommend-limit.ts';
import { type Settings, settingsOf } from './settings.ts';
import { simulateLimit } from './simulation/simulate-limit.ts';
import type { InputReport, Simulation, UnreadableInput, UsageFigures, UsageReport } from './usage-report.ts';

/**
 * Reads usage records and access logs, and says who used what, how it is spread, which limit to set and what it would have done. An input that can't be read is reported, and the others
 * are taken; damaged lines are counted.
 *
 * @throws CodedError `USAGE_OPTION_INVALID`, `USAGE_ENGINE_MISSING`, `USAGE_STORE_FAILED`
 */
export async function analyzeUsage(inputs: readonly UsageInput[], options: UsageOptions = {}): Promise<UsageReport> {
  const settings = settingsOf(options);
  const database = await UsageDatabase.open(settings.memoryMegabytes);
  try {
    const { reports, unreadable, quotas } = await readAll(database, inputs, options);
    const { onPhase = () => undefined } = options;
    const figures = reports.length === 0 ? undefined : await figuresOf(database, settings, quotas, onPhase);
    return { inputs: reports, unreadable, figures };
  } finally {
    database.close();
  }
}

async function readAll(database: UsageDatabase, inputs: readonly UsageInput[], { onProgress }: UsageOptions) {
  const writers = {
    usage: await database.writer('usage'),
    unattributed: await database.writer('unattributed'),
  };
  const reports: InputReport[] = [];
  const unreadable: UnreadableInput[] = [];
  const quotas = new Map<string, SeenQuota>();
  for (const input of inputs) {
    try {
      reports.push(await readInput(input, reports.length, writers, quotas, onProgress));
    } catch (error) {
      if (!(error instanceof CodedError) || error.code === 'USAGE_STORE_FAILED') throw error;
      unreadable.push({ path: pathOf(input), code: error.code, message: error.message });
    }
  }
  writers.usage.close();
  writers.unattributed.close();
  return { reports, unreadable, quotas };
}

async function figuresOf(
  database: UsageDatabase,
  settings: Settings,
  quotas: ReadonlyMap<string, SeenQuota>,
  begin: (phase: UsagePhase) => void,
): Promise<UsageFigures> {
  const { windowMs, top, percentile } = settings;
  begin('accounts');
  const totals = await totalsOf(database);
  await sumAccounts(database);
  const accounts = await topAccounts(database, top, totals);
  const shares = await loadShares(database, totals);
  begin('percentiles');
  const wholeWindows = await sumAccountWindows(database, windowMs, totals);
  const distribution = await distributionOf(database, windowMs, wholeWindows, percentile);
  const recommended =
    settings.recommend || settings.incident !== undefined
      ? await recommendLimit(distribution, totals, percentile, (limit) => aboveLimit(database, limit))
      : undefined;
  begin('endpoints');
  const figures: UsageFigures = {
    totals,
    quotas: [...quotas.values()],
    accounts,
    shares,
    distribution,
    endpoints: await endpointUse(database, totals),
    unattributed: await unattributedUse(database),
  };
  if (settings.simulate !== undefined) begin('simulation');
  const simulation = await simulationOf(database, settings);
  if (settings.incident !== undefined) begin('incident');
  const incident =
    settings.incident === undefined
      ? undefined
      : await explainIncident(database, settings.incident, settings, totals, recommended);
  return {
    ...figures,
    ...(settings.recommend && recommended !== undefined ? { recommended } : {}),
    ...(simulation === undefined ? {} : { simulation }),
    ...(incident === undefined ? {} : { incident }),
  };
}

async function simulationOf(database: UsageDatabase, settings: Settings): Promise<Simulation | undefined> {
  const { simulate, windowMs, top } = settings;
  if (simulate === undefined) return undefined;
  return simulateLimit(database, { units: simulate.units, windowMs: simulate.windowMs ?? windowMs, top });
}
