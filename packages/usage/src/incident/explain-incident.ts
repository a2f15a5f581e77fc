import { duration } from '@fivewhys/report/writers';
import type { UsageDatabase } from '../database/usage-database.ts';
import { roundedUp } from '../recommendation/rounded-up.ts';
import type { Settings } from '../settings.ts';
import { simulateLimit } from '../simulation/simulate-limit.ts';
import { lengthMs, type Stretch } from '../stretch.ts';
import type { Incident, Recommended, Totals, UsualLoad } from '../usage-report.ts';
import { timeOf } from '../words.ts';
import { baselineOf, heldOf } from './baseline-of.ts';
import { findingOf } from './finding-of.ts';
import { gatherFacts } from './gather-facts.ts';
import type { IncidentFacts } from './incident-facts.ts';
import { withinUsualText } from './usual-text.ts';
import { weighRise } from './weigh-rise.ts';

type WithoutLimit = Omit<IncidentFacts, 'limit' | 'usual'>;

/** Compares a stretch with its baseline, and, if it rose more than is usual there, weighs what may have caused it. */
export async function explainIncident(
  database: UsageDatabase,
  stretch: Stretch,
  settings: Settings,
  totals: Totals,
  recommended: Recommended | undefined,
): Promise<Incident> {
  const baseline = settings.baseline === undefined ? baselineOf(stretch, totals) : heldOf(settings.baseline, totals);
  const none = (nothing: string, outcome: 'none' | 'undecided' = 'undecided', usual?: UsualLoad): Incident => ({
    stretch,
    baseline: baseline ?? stretch,
    outcome,
    usual,
    finding: undefined,
    nothing,
  });
  if (stretch.fromMs > totals.lastMs || stretch.toMs <= totals.firstMs) {
    return none(
      `the log holds no request in this stretch; it goes from ${timeOf(totals.firstMs)} to ${timeOf(totals.lastMs)}`,
    );
  }
  if (baseline === undefined && settings.baseline !== undefined)
    return none('the log holds no request in the baseline');
  if (baseline === undefined)
    return none('the log holds nothing outside of this stretch that it could be compared with; give a --baseline');
  const facts = await gatherFacts(database, stretch, baseline);
  if (facts.units.duringPerS === 0) return none('the log holds no request in this stretch');
  if (facts.units.beforePerS === 0) return none('the log holds no request in the baseline');
  const rise = await weighRise(database, facts);
  if (rise.kind === 'fallen')
    return none(`the load did not rise: it was as high before, or higher${partOf(stretch, totals)}`, 'none');
  if (rise.kind === 'undecided') return none(rise.because);
  const { usual } = rise;
  if (rise.kind === 'usual') return none(`${withinUsualText(usual)}${partOf(stretch, totals)}`, 'none', usual);
  const limit = await limitFor(database, settings, recommended, facts);
  const finding = findingOf({ ...facts, usual, limit });
  return { stretch, baseline, outcome: 'finding', usual, finding, nothing: undefined };
}

/** Of a stretch of which the log lacks more than a twentieth: its load may be higher than it seems. */
function partOf(stretch: Stretch, totals: Totals): string {
  const held = heldOf(stretch, totals);
  if (held === undefined || lengthMs(held) >= 0.95 * lengthMs(stretch)) return '';
  return `; but the log holds only ${timeOf(held.fromMs)} to ${timeOf(held.toMs)} of the stretch, and its load is taken over all of it`;
}

/** Tries a limit on the incident: the one that was given, or recommended, or else the most that any account used in a window outside of the incident. */
async function limitFor(
  database: UsageDatabase,
  { simulate, windowMs }: Settings,
  recommended: Recommended | undefined,
  { stretch }: WithoutLimit,
): Promise<IncidentFacts['limit']> {
  const chosen =
    simulate !== undefined
      ? { units: simulate.units, windowMs: simulate.windowMs ?? windowMs, from: 'the given limit' }
      : recommended?.kind === 'limit'
        ? { units: recommended.limit, windowMs, from: `the recommended limit (percentile ${recommended.percentile})` }
        : await mostOutside(database, stretch, windowMs);
  if (chosen === undefined) return undefined;
  const simulation = await simulateLimit(database, { ...chosen, top: Number.POSITIVE_INFINITY, stretch });
  return { simulation, from: chosen.from };
}

async function mostOutside(database: UsageDatabase, { fromMs, toMs }: Stretch, windowMs: number) {
  const { units } = await database.row<{ units: number | null }>(
    `SELECT max(units) AS units FROM (
      SELECT sum(units) AS units FROM usage WHERE NOT (end_ms >= $fromMs AND end_ms < $toMs) GROUP BY account, floor(end_ms / $windowMs))`,
    { fromMs, toMs, windowMs },
  );
  if (units === null || units <= 0) return undefined;
  return {
    units: roundedUp(units),
    windowMs,
    from: `a limit that no account exceeded in a window of ${duration(windowMs)} outside of the incident`,
  };
}
