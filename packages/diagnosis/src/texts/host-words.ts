import type { Connection, Endpoint, Side } from '@fivewhys/connections';
import { type Finding, type Fit, verdictOf, type Weighed, type Why } from '@fivewhys/evidence';
import {
  evidenceOf,
  findingsOfHost,
  type HostEndpoint,
  type HostEvidence,
  type HostFindingsOptions,
  type HostQuestion,
  type HostReading,
  hostEvidence,
  type Statement,
  statementsFor,
} from '@fivewhys/host';
import type { Group } from '../grouping/group.ts';
import { tupleOf } from '../grouping/members.ts';
import { destroyedFromOutside } from './destroyed-from-outside.ts';
import { forgottenAlone } from './forgotten-alone.ts';
import { fullQueue } from './full-queue.ts';
import { fullTable } from './full-table.ts';
import { rejectedByOwnRule } from './rejected-by-own-rule.ts';
import type { TimeSpan } from './time-span.ts';

/** Statements of the hosts that a finding quotes. */
const mostStatements = 6;

type Ends = Pick<Connection, 'originator' | 'responder'> & {
  /** Whose address the RST bears that is to be explained. */
  readonly resetOf: Side;
};

/** What the hosts of a call say about themselves: it goes with what captures show, or makes findings of its own. */
export class HostWords {
  readonly #readings: HostReading[] = [];
  /** Causes that a host's words made of what a capture shows: said with that, and not once more by themselves. */
  readonly #isToldOfConnections = new Set<string>();
  /** Pairs of ends that lines of a kernel name, and findings about captures too: what became of these connections is said there. */
  readonly #explained = new Set<string>();
  #evidence: HostEvidence | undefined;
  #named: ReadonlySet<string> | undefined;

  add(reading: HostReading): void {
    this.#readings.push(reading);
    this.#evidence = undefined;
    this.#named = undefined;
  }

  /**
   * What was concluded from a capture, with what the hosts add: a look-alike that a host rules out is excluded, which may make the verdict surer; what supports or speaks
   * against the cause is quoted, and a cause that a host rules out is `possible` at most.
   */
  informed({ weighed: concluded, exemplar, fleet, members }: Group, span: TimeSpan | undefined): Weighed {
    if (this.#readings.length === 0) return concluded;
    for (const { tuple } of members.find(this.#namedTuples())) this.#explained.add(tuple);
    const { originator, responder } = exemplar.connection;
    // Of connections of several hosts, only what is said of an end that all of them share holds for all of them.
    const ends = {
      ...(fleet.originatorCount === 1 ? { originator } : {}),
      ...(fleet.responderHostCount === 1 ? { responder } : {}),
      ...(exemplar.reset === undefined ? {} : { resetOf: exemplar.reset.from }),
    };
    const ask = (cause: string) => this.#ask(cause, ends, span);
    const weighed =
      fullTable(concluded, ask('conntrack-table-full')) ??
      fullQueue(concluded, exemplar, ask('backlog-overflow')) ??
      rejectedByOwnRule(concluded, exemplar, ask('closed-port')) ??
      destroyedFromOutside(concluded, exemplar, ask) ??
      forgottenAlone(concluded, exemplar, ask('socket-destroyed')) ??
      concluded;
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
      // The last why is the root: it stays last.
      whys: [...weighed.fit.whys.slice(0, -1), ...supporting.map(whyOf), ...weighed.fit.whys.slice(-1)],
      lookAlikes: weighed.fit.lookAlikes.map((alike) => {
        const because = newlyExcluded.get(alike.cause);
        return because === undefined ? alike : { ...alike, excluded: true, because };
      }),
      notes: [...weighed.fit.notes, ...against.map((statement) => noteAgainst(statement, weighed.verdict))],
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

  /** What the hosts tell by themselves, but for lines about connections that findings explain. */
  findings(options: HostFindingsOptions): readonly Finding[] {
    const isLeft = ([one, other]: NamedEnds) => !tuplesOf(one, other).some((tuple) => this.#explained.has(tuple));
    const left = this.#readings.map((reading) => ({
      ...reading,
      trace: reading.trace.filter(({ local, peer }) => isLeft([local, peer])),
      messages: reading.messages.filter(({ packet }) => isLeft([packet?.from, packet?.to])),
    }));
    return findingsOfHost(hostEvidence(left), options).filter(({ cause }) => !this.#isToldOfConnections.has(cause));
  }

  #namedTuples(): ReadonlySet<string> {
    this.#named ??= new Set(
      this.#readings.flatMap(({ trace, messages }) => [
        ...trace.flatMap(({ local, peer }) => tuplesOf(local, peer)),
        ...messages.flatMap(({ packet }) => tuplesOf(packet?.from, packet?.to)),
      ]),
    );
    return this.#named;
  }

  #hostEvidence(): HostEvidence {
    this.#evidence ??= hostEvidence(this.#readings);
    return this.#evidence;
  }

  /** What the hosts say of a cause, asked as if they were one end's and the other's, as far as these are known. */
  #ask(
    cause: string,
    { originator, responder, resetOf }: Partial<Ends>,
    span: TimeSpan | undefined,
  ): readonly Statement[] {
    const between = (end: Endpoint | undefined, peer: Endpoint | undefined): HostQuestion => ({
      cause,
      ...(end === undefined ? {} : { end }),
      ...(end === undefined || peer === undefined ? {} : { peer }),
      ...span,
    });
    const ends = [responder, originator].filter((end) => end !== undefined);
    const other = resetOf === 'responder' ? originator : resetOf === 'originator' ? responder : undefined;
    const questions =
      ends.length === 0
        ? [between(undefined, undefined)]
        : ends.map((end) => between(end, end === responder ? originator : responder));
    const found = new Map<string, Statement>();
    for (const question of questions) {
      for (const statement of statementsFor(this.#hostEvidence(), question)) {
        // What one end's kernel did to send a RST says nothing of the other's.
        if (statement.speaksOf === 'responder' && question.end !== undefined && question.end === originator) continue;
        const notOf = other === undefined ? undefined : question.end === other ? 'sender' : 'receiver';
        if (notOf !== undefined && statement.speaksOf === notOf) continue;
        const known = found.get(statement.claim);
        if (known === undefined || statement.effect === 'rules-out') found.set(statement.claim, statement);
      }
    }
    return [...found.values()];
  }
}

type NamedEnds = readonly [HostEndpoint | undefined, HostEndpoint | undefined];

/** A connection with these two ends, whichever of them opened it; none where a line does not name both. */
function tuplesOf(one: HostEndpoint | undefined, other: HostEndpoint | undefined): string[] {
  return one === undefined || other === undefined ? [] : [tupleOf(one, other), tupleOf(other, one)];
}

/**
 * Whether a statement speaks against a cause. That something did not happen does so only where it is certain whose host that is: the counters of the other end stand still
 * for many reasons.
 */
function speaksAgainst({ effect, count, strength }: Statement): boolean {
  return effect === 'rules-out' || (effect === 'sinks' && (count > 0n || strength === 'connection'));
}

/** A counter is of all connections of a host: of one whose packets prove what it was, it speaks against nothing. */
function noteAgainst({ claim, kind, effect }: Statement, verdict: Weighed['verdict']): string {
  return verdict === 'proven' && kind === 'counter' && effect !== 'rules-out'
    ? `A host says besides: ${claim}. It counts for all of its connections; what the packets of this one show stands.`
    : `Against it: ${claim}`;
}

function whyOf(statement: Statement): Why {
  return { claim: `A host says: ${statement.claim}`, evidence: evidenceOf(statement) };
}
