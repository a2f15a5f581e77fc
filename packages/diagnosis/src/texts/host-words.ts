import type { Connection, Endpoint } from '@fivewhys/connections';
import { type Finding, type Fit, verdictOf, type Weighed, type Why } from '@fivewhys/evidence';
import {
  evidenceOf,
  findingsOfHost,
  type HostEvidence,
  type HostQuestion,
  type HostReading,
  hostEvidence,
  type Statement,
  statementsFor,
} from '@fivewhys/host';
import { fullTable } from '../full-table.ts';
import type { Group } from '../grouping/group.ts';
import type { TimeSpan } from './time-span.ts';

/** Statements of the hosts that a finding quotes. */
const mostStatements = 6;

type Ends = Pick<Connection, 'originator' | 'responder'>;

/** What the hosts of a call say about themselves: it goes with what captures show, or makes findings of its own. */
export class HostWords {
  readonly #readings: HostReading[] = [];
  /** Causes that a host's words made of what a capture shows: said with that, and not once more by themselves. */
  readonly #isToldOfConnections = new Set<string>();
  #evidence: HostEvidence | undefined;

  add(reading: HostReading): void {
    this.#readings.push(reading);
    this.#evidence = undefined;
  }

  /**
   * What was concluded from a capture, with what the hosts add: a look-alike that a host rules out is excluded, which may make the verdict surer; what supports or speaks
   * against the cause is quoted, and a cause that a host rules out is `possible` at most.
   */
  informed({ weighed: concluded, exemplar, fleet }: Group, span: TimeSpan | undefined): Weighed {
    if (this.#readings.length === 0) return concluded;
    const { originator, responder } = exemplar.connection;
    // Of connections of several hosts, only what is said of an end that all of them share holds for all of them.
    const ends = {
      ...(fleet.originatorCount === 1 ? { originator } : {}),
      ...(fleet.responderHostCount === 1 ? { responder } : {}),
    };
    const ask = (cause: string) => this.#ask(cause, ends, span);
    const weighed = fullTable(concluded, ask('conntrack-table-full')) ?? concluded;
    if (weighed !== concluded) this.#isToldOfConnections.add(weighed.cause);
    const own = ask(weighed.cause);
    const supporting = own.filter(({ effect }) => effect === 'raises').slice(0, mostStatements);
    const against = own.filter(speaksAgainst).slice(0, mostStatements);
    const isContradicted = weighed.verdict !== 'undetermined' && own.some(({ effect }) => effect === 'rules-out');
    const newlyExcluded = new Map<string, string>();
    const lessLikely = new Map<string, string>();
    for (const { cause } of weighed.stillPossible) {
      const claims = ask(cause).filter(speaksAgainst);
      const excluding = claims.find(({ effect }) => effect === 'rules-out');
      if (excluding !== undefined) newlyExcluded.set(cause, excluding.claim);
      else if (claims[0] !== undefined) lessLikely.set(cause, claims[0].claim);
    }
    if ([supporting, against].every((list) => list.length === 0) && newlyExcluded.size + lessLikely.size === 0) {
      return weighed;
    }
    const fit: Fit = {
      ...weighed.fit,
      whys: [...weighed.fit.whys, ...supporting.map(whyOf)],
      lookAlikes: weighed.fit.lookAlikes.map((alike) => {
        const because = newlyExcluded.get(alike.cause);
        return because === undefined ? alike : { ...alike, excluded: true, because };
      }),
      notes: [...weighed.fit.notes, ...against.map(({ claim }) => `Against it: ${claim}`)],
    };
    const excluded = [...newlyExcluded].map(([cause, because]) => ({ cause, because }));
    return {
      ...weighed,
      fit,
      verdict: isContradicted ? 'possible' : weighed.verdict === 'undetermined' ? weighed.verdict : verdictOf(fit),
      ruledOut: [...weighed.ruledOut, ...excluded],
      stillPossible: weighed.stillPossible
        .filter(({ cause }) => !newlyExcluded.has(cause))
        .map(({ cause, because }) => {
          const claim = lessLikely.get(cause);
          return { cause, because: claim === undefined ? because : `${because}; against it: ${claim}` };
        }),
    };
  }

  /** What the hosts tell by themselves. */
  findings(): readonly Finding[] {
    return findingsOfHost(this.#hostEvidence()).filter(({ cause }) => !this.#isToldOfConnections.has(cause));
  }

  #hostEvidence(): HostEvidence {
    this.#evidence ??= hostEvidence(this.#readings);
    return this.#evidence;
  }

  /** What the hosts say of a cause, asked as if they were one end's and the other's, as far as these are known. */
  #ask(cause: string, { originator, responder }: Partial<Ends>, span: TimeSpan | undefined): readonly Statement[] {
    const between = (end: Endpoint | undefined, peer: Endpoint | undefined): HostQuestion => ({
      cause,
      ...(end === undefined ? {} : { end }),
      ...(end === undefined || peer === undefined ? {} : { peer }),
      ...span,
    });
    const ends = [responder, originator].filter((end) => end !== undefined);
    const questions =
      ends.length === 0
        ? [between(undefined, undefined)]
        : ends.map((end) => between(end, end === responder ? originator : responder));
    const found = new Map<string, Statement>();
    for (const question of questions) {
      for (const statement of statementsFor(this.#hostEvidence(), question)) {
        const known = found.get(statement.claim);
        if (known === undefined || statement.effect === 'rules-out') found.set(statement.claim, statement);
      }
    }
    return [...found.values()];
  }
}

/**
 * Whether a statement speaks against a cause. That something did not happen does so only where it is certain whose host that is: the counters of the other end stand still
 * for many reasons.
 */
function speaksAgainst({ effect, count, strength }: Statement): boolean {
  return effect === 'rules-out' || (effect === 'sinks' && (count > 0n || strength === 'connection'));
}

function whyOf(statement: Statement): Why {
  return { claim: `A host says the same: ${statement.claim}`, evidence: evidenceOf(statement) };
}
