import type { JsonObject } from '@fivewhys/report/writers';
import type { Stretch } from '../stretch.ts';
import type { Incident, Recommended, Simulation, UsageFigures, UsageFinding, UsageReport } from '../usage-report.ts';

/** The public contract: usage-report.schema.json. Instants are ISO 8601 in UTC. */
export function usageJson({ inputs, unreadable, figures }: UsageReport): JsonObject {
  return {
    version: 1,
    inputs: inputs.map((input) => ({ ...input, damage: input.damage.map((one) => ({ ...one })) })),
    unreadable: unreadable.map((one) => ({ ...one })),
    ...(figures === undefined ? {} : figuresJson(figures)),
  };
}

function figuresJson(figures: UsageFigures): JsonObject {
  const { totals, quotas, accounts, shares, distribution, endpoints, unattributed } = figures;
  const { firstMs, lastMs, longestSumMs, ...sums } = totals;
  const { percentiles, ...spread } = distribution;
  return {
    totals: { firstInstant: instant(firstMs), lastInstant: instant(lastMs), longestSumMs, ...sums },
    quotas: quotas.map((one) => ({ ...one })),
    ...(figures.recommended === undefined ? {} : recommendedJson(figures.recommended)),
    simulation: figures.simulation === undefined ? undefined : simulationJson(figures.simulation),
    incident: figures.incident === undefined ? undefined : incidentJson(figures.incident),
    shares: { topPercent: { ...shares.topPercent }, topPermille: { ...shares.topPermille } },
    distribution: { ...spread, percentiles: percentiles.map((one) => ({ ...one })) },
    unattributed: unattributed === undefined ? undefined : { ...unattributed },
    endpoints: endpoints.map((one) => ({ ...one })),
    accounts: accounts.map((one) => ({ ...one })),
  };
}

/** `recommendation` is null where it is refused, and `refused` says why. */
function recommendedJson(recommended: Recommended): JsonObject {
  if (recommended.kind === 'refused') return { recommendation: null, refused: recommended.reason };
  const { kind, cautions, ...figures } = recommended;
  return { recommendation: { ...figures, cautions: [...cautions] } };
}

function simulationJson({ accounts, minutes, ...figures }: Simulation): JsonObject {
  return {
    ...figures,
    accounts: accounts.map(({ firstMs, lastMs, ...one }) => ({
      ...one,
      firstInstant: instant(firstMs),
      lastInstant: instant(lastMs),
    })),
    minutes: minutes.map(({ fromMs, ...one }) => ({ instant: instant(fromMs), ...one })),
  };
}

function incidentJson({ stretch, baseline, outcome, usual, finding, nothing }: Incident): JsonObject {
  return {
    stretch: stretchJson(stretch),
    baseline: stretchJson(baseline),
    outcome,
    usual: usual === undefined ? undefined : { ...usual },
    nothing,
    findings: finding === undefined ? [] : [findingJson(finding)],
  };
}

function findingJson({ id, symptom, cause, verdict, accounts, ...rest }: UsageFinding): JsonObject {
  const { whys, ruledOut, stillPossible, notes, next, remedies } = rest;
  return {
    id,
    symptom,
    cause,
    verdict,
    accounts: [...accounts],
    whys: whys.map(({ claim, evidence }) => ({
      claim,
      evidence: evidence.map(({ input, frames, detail }) => ({ input, lines: frames, detail })),
    })),
    ruledOut: ruledOut.map(({ cause: one, because }) => ({ cause: one, because })),
    stillPossible: stillPossible.map(({ cause: one, because }) => ({ cause: one, because })),
    notes: [...notes],
    next: next.map(({ why, command }) => ({ why, command })),
    remedies: remedies.map(({ commands, ...remedy }) => ({ ...remedy, commands: [...commands] })),
  };
}

function stretchJson({ fromMs, toMs }: Stretch): JsonObject {
  return { from: instant(fromMs), to: instant(toMs) };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}
