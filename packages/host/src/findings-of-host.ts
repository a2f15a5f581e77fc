import type { Finding, Why } from '@fivewhys/evidence';
import type { HostEvidence } from './host-evidence.ts';
import { type Recipe, recipes } from './recipes.ts';
import { evidenceOf, type Statement } from './statement.ts';
import { statementsFor } from './statements-for.ts';

/** In nanoseconds since 1970-01-01T00:00:00Z. */
interface TimeCovered {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

export interface HostFindingsOptions {
  /** There are findings of captures. */
  readonly besideOthers?: boolean;
  /** When captures with connections were taken. */
  readonly captured?: readonly TimeCovered[];
}

/**
 * Findings from the host texts of a call alone, without a capture; the surest first.
 *
 * The verdict is at most `likely`, where the evidence can't be read otherwise (a counter that moved together with a full queue, a line of the kernel's log
 * or a reason in its trace that says it outright), else `possible`. Totals since boot make no finding: when they moved is not known. A counter that moves
 * for many reasons (TcpOutRsts, TCPTimeouts) makes none either; it is for `statementsFor`.
 *
 * Beside findings of captures, a counter that moved and can be read otherwise makes none: what it counted is there already, or too little to tell. Nor does it where a capture covers most of
 * the time in which it moved: what it counted did no harm to anything that was captured.
 *
 * Where counters were read twice, each time with its time, the failure is taken to lie between: lines of a log from before are of something else.
 */
export function findingsOfHost(
  evidence: HostEvidence,
  { besideOthers = false, captured = [] }: HostFindingsOptions = {},
): readonly Finding[] {
  const collected = timeCovered(evidence);
  const isShown = besideOthers || (collected !== undefined && captured.some((span) => coversMost(span, collected)));
  // Of several hosts, that a counter stood still on one says nothing of another, where it moved.
  const isOfThisHost = ({ name, kind, count }: Statement) =>
    kind !== 'counter' || count > 0n || evidence.changes.filter((change) => change.name === name).length === 1;
  const findings = recipes.flatMap((recipe) => {
    const statements = statementsFor(evidence, { cause: recipe.cause, ...collected }).filter(
      ({ strength }) => strength !== 'total',
    );
    const raising = statements.filter(({ effect }) => effect === 'raises');
    const present = new Set(raising.map(({ name }) => name));
    const sure = recipe.unmistakable.some((names) => names.every((name) => present.has(name)));
    const isSign = ({ name, kind }: Statement) => recipe.signs.includes(name) && !(isShown && kind === 'counter');
    if (!sure && !raising.some((statement) => isSign(statement) && !isIdle(evidence, statement, recipe))) return [];
    return [findingOf(recipe, sure ? 'likely' : 'possible', raising, statements.filter(isOfThisHost))];
  });
  return findings
    .toSorted((a, b) => Number(a.verdict === 'possible') - Number(b.verdict === 'possible'))
    .map((finding, index) => ({ ...finding, id: `h${index + 1}` }));
}

/** Whether what a sign counts led to nothing on its host: the row without which it says nothing stood still there meanwhile. */
function isIdle({ changes }: HostEvidence, { name, quotes }: Statement, { nothingWithout }: Recipe): boolean {
  const own = changes.find((change) => change.name === name && change.after.input === quotes.at(-1)?.input);
  const beside = changes.find(
    (change) => change.name === nothingWithout && change.host === own?.host && change.after.input === own?.after.input,
  );
  return beside?.moved === 0n;
}

function coversMost(span: TimeCovered, time: TimeCovered): boolean {
  let { fromNs, toNs } = time;
  if (span.fromNs > fromNs) fromNs = span.fromNs;
  if (span.toNs < toNs) toNs = span.toNs;
  return (toNs - fromNs) * 2n >= time.toNs - time.fromNs;
}

/** From the first to the last reading of counters, if there are two with different times. */
function timeCovered({ changes }: HostEvidence): TimeCovered | undefined {
  let fromNs: bigint | undefined;
  let toNs: bigint | undefined;
  for (const { before, after } of changes) {
    if (before?.time?.zone !== 'UTC' || after.time?.zone !== 'UTC') continue;
    if (fromNs === undefined || before.time.wallNs < fromNs) fromNs = before.time.wallNs;
    if (toNs === undefined || after.time.wallNs > toNs) toNs = after.time.wallNs;
  }
  return fromNs === undefined || toNs === undefined || fromNs === toNs ? undefined : { fromNs, toNs };
}

function findingOf(
  { cause, symptom, signs, alike, next, remedies }: Recipe,
  verdict: 'likely' | 'possible',
  raising: readonly Statement[],
  statements: readonly Statement[],
): Finding {
  const telling = raising.filter(({ name }) => signs.includes(name));
  const supporting = raising.filter(({ name }) => !signs.includes(name));
  const whys: Why[] = [...telling, ...supporting].map((statement) => ({
    claim: statement.claim,
    evidence: evidenceOf(statement),
  }));
  return {
    id: '',
    symptom,
    cause,
    verdict,
    subjects: [],
    count: 0,
    resetFrames: [],
    sentBy: 'unknown',
    whys,
    ruledOut: [],
    stillPossible: alike,
    notes: statements.filter(({ effect }) => effect !== 'raises').map(({ claim }) => `Against it: ${claim}`),
    next,
    remedies,
    distributions: [],
    ladder: undefined,
  };
}
