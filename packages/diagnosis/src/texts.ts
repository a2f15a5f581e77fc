import type { TextReader } from '@fivewhys/capture';
import type { Connection, Endpoint } from '@fivewhys/connections';
import { type Finding, type Fit, verdictOf, type Weighed, type Why } from '@fivewhys/evidence';
import {
  evidenceOf,
  findingsOfHost,
  type HostEvidence,
  type HostQuestion,
  HostReader,
  type HostReading,
  hostEvidence,
  type Statement,
  statementsFor,
} from '@fivewhys/host';
import type { DamagePlace } from './explanation.ts';
import { findingsOfFlagCounts } from './flag-counts/findings-of-flag-counts.ts';
import type { FlagCounts } from './flag-counts/flag-counts.ts';
import { readFlagCounts } from './flag-counts/read-flag-counts.ts';
import { fullTable } from './full-table.ts';
import type { Group } from './grouping/group.ts';
import { type Member, tupleOf } from './grouping/members.ts';
import { plural } from './phrases.ts';
import type { ConnectionSubject } from './subject.ts';
import { findingOfSymptom } from './symptom-findings/finding-of-symptom.ts';
import { holdsSymptoms, isKnownLog, mayHoldSymptoms } from './symptom-reading/is-log.ts';
import type { Symptom, SymptomEndpoint, SymptomKind } from './symptom-reading/symptom.ts';
import { SymptomReader, type SymptomReading } from './symptom-reading/symptom-reader.ts';
import { symptomPrograms } from './symptoms/index.ts';

/** How much of a text is looked at to tell that it is a program's result and no log. */
const sampleBytes = 64 * 1024;
/** Statements of the hosts that a finding quotes. */
const mostStatements = 6;
/** Programs' words about its connections that a finding quotes. */
const mostWords = 6;
/** A log's clock and a capture's may differ by this much, and a program may take this long to say what it saw. */
const clockSlackNs = 60_000_000_000n;

/** When a connection was, in nanoseconds since 1970-01-01T00:00:00Z; undefined when the capture's times have no date. */
export interface TimeSpan {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

/** What was read of one text. */
export interface TextReport {
  /** Undefined when nothing in the text is of use. */
  readonly kind: SymptomKind | 'counters' | 'flag-counts' | undefined;
  readonly lines: number;
  readonly damage: readonly DamagePlace[];
  readonly damageCount: number;
  readonly notes: readonly string[];
}

/**
 * The texts of a call that are no captures: words of clients and proxies about failed connections, and what hosts say about themselves. A text may hold both. They are joined
 * with what the captures show, or make findings of their own.
 */
export class Texts {
  readonly #symptoms: { readonly input: number; readonly symptom: Symptom }[] = [];
  readonly #host: HostReading[] = [];
  readonly #flagCounts: FlagCounts[] = [];
  readonly #joined = new Set<Symptom>();
  /** Causes that a host's words made of what a capture shows: said with that, and not once more by themselves. */
  readonly #isToldOfConnections = new Set<string>();
  #evidence: HostEvidence | undefined;

  /** A reader for one text. @param input its index among the inputs */
  open(input: number): OpenText {
    return new OpenText(input);
  }

  /** Takes in a text that was read to its end. */
  add(text: OpenText): TextReport {
    const outcome = text.outcome();
    const { reading, symptoms, hasHost, host, flagCounts } = outcome;
    if (flagCounts !== undefined) {
      this.#flagCounts.push(...flagCounts);
      return { kind: 'flag-counts', lines: reading.lines, damage: [], damageCount: 0, notes: [] };
    }
    for (const symptom of symptoms) this.#symptoms.push({ input: text.input, symptom });
    if (hasHost) this.#host.push(host);
    this.#evidence = undefined;
    return {
      kind: kindOf(outcome),
      lines: reading.lines,
      damage: hasHost ? host.damage.map(({ line, reason }) => ({ line, reason })) : [],
      damageCount: hasHost ? host.damageCount : 0,
      notes: notesOf(outcome),
    };
  }

  /**
   * What was concluded from a capture, with what the hosts add: a look-alike that a host rules out is excluded, which may make the verdict surer; what supports or speaks
   * against the cause is quoted, and a cause that a host rules out is `possible` at most.
   */
  informed({ weighed: concluded, exemplar, fleet }: Group, span: TimeSpan | undefined): Weighed {
    if (this.#host.length === 0) return concluded;
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

  /** Findings of the texts themselves: of the symptoms that no capture of the call shows, and of the hosts. */
  findings(): Finding[] {
    const ofSymptoms = this.#symptoms
      .filter(({ symptom }) => !this.#joined.has(symptom))
      .map(({ input, symptom }) => findingOfSymptom(symptom, input, ''));
    const ofHosts = findingsOfHost(this.#hostEvidence()).filter(({ cause }) => !this.#isToldOfConnections.has(cause));
    return [...findingsOfFlagCounts(this.#flagCounts), ...ofHosts, ...ofSymptoms];
  }

  #hostEvidence(): HostEvidence {
    this.#evidence ??= hostEvidence(this.#host);
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

  /**
   * What programs wrote about connections of a group: those lines make no finding of their own.
   *
   * @param spanOf when a connection was
   */
  wordsAbout({ members, exemplar }: Group, spanOf: (member: Member) => TimeSpan | undefined): Why[] {
    const tuples = new Set(this.#symptoms.flatMap(({ symptom }) => tuplesOf(symptom)));
    if (tuples.size === 0) return [];
    const named = members.find(tuples);
    const whys: Why[] = [];
    let left = 0;
    for (const { input, symptom } of this.#symptoms) {
      const about = aboutWhich(symptom, named, spanOf);
      if (about.length === 0) continue;
      this.#joined.add(symptom);
      if (whys.length >= mostWords) left += 1;
      else whys.push(whyOfWords(input, symptom, whichText(about, exemplar, members.count)));
    }
    if (left > 0)
      whys.push({ claim: `Programs wrote ${plural(left, 'more line')} about these connections`, evidence: [] });
    return whys;
  }
}

/** One text while it is read. */
export class OpenText implements TextReader {
  readonly input: number;
  readonly #symptoms = new SymptomReader();
  readonly #host: HostReader;
  readonly #decoder = new TextDecoder();
  #sample = '';
  #outcome: TextOutcome | undefined;

  constructor(input: number) {
    this.input = input;
    this.#host = new HostReader({ input });
  }

  read(bytes: Uint8Array): void {
    const text = this.#decoder.decode(bytes, { stream: true });
    if (this.#sample.length < sampleBytes) this.#sample += text.slice(0, sampleBytes);
    this.#symptoms.read(bytes);
    this.#host.write(text);
  }

  end(): void {
    this.#host.write(this.#decoder.decode());
    const reading = this.#symptoms.end();
    const host = this.#host.end();
    const mayBeLog = mayHoldSymptoms(this.#sample);
    const symptoms = mayBeLog && holdsSymptoms(reading) ? reading.symptoms : [];
    this.#outcome = {
      reading,
      host,
      symptoms,
      isHealthyLog: mayBeLog && symptoms.length === 0 && isKnownLog(reading),
      hasHost: host.formats.length > 0,
      // A table of counts has a line for each combination of flags: what fills the sample is none.
      flagCounts: this.#sample.length < sampleBytes ? readFlagCounts(this.#sample, this.input) : undefined,
    };
  }

  outcome(): TextOutcome {
    if (this.#outcome === undefined) throw new TypeError('the text has not ended');
    return this.#outcome;
  }
}

type Ends = Pick<Connection, 'originator' | 'responder'>;

interface TextOutcome {
  readonly reading: SymptomReading;
  readonly host: HostReading;
  readonly symptoms: readonly Symptom[];
  /** A log of a known format, in which nothing failed. */
  readonly isHealthyLog: boolean;
  readonly hasHost: boolean;
  readonly flagCounts: readonly FlagCounts[] | undefined;
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

/** What a text is; undefined when nothing in it is of use. A log in which nothing failed is one all the same. */
function kindOf({ reading, symptoms, hasHost, isHealthyLog }: TextOutcome): TextReport['kind'] {
  if (symptoms.length > 0) return reading.kind;
  if (hasHost) return 'counters';
  return isHealthyLog ? reading.kind : undefined;
}

function notesOf({ reading, symptoms, hasHost, host, isHealthyLog }: TextOutcome): string[] {
  const notes: string[] = [];
  if (!hasHost && isHealthyLog && reading.ownLines < reading.lines) {
    notes.push(
      `${plural(reading.lines - reading.ownLines, 'line')} of another format than the known ones: nothing was read there`,
    );
  }
  if (symptoms.length > 0 && reading.cutLines > 0) {
    notes.push(`${plural(reading.cutLines, 'line')} longer than can be read at once: read as far as that`);
  }
  if (reading.droppedSymptoms > 0) {
    notes.push(`${plural(reading.droppedSymptoms, 'failure')} of further kinds came after the first thousand kinds`);
  }
  if (hasHost && host.omitted > 0) {
    notes.push(`${plural(host.omitted, 'output')} or message too many to keep: the first and the newest are`);
  }
  return notes;
}

/** The connections of which a symptom tells the ends, whichever of them opened it; none unless it tells both whole. */
function tuplesOf({ isTupleComplete, local, remote }: Symptom): string[] {
  if (!isTupleComplete || local === undefined || remote === undefined) return [];
  const [one, other] = [endOf(local), endOf(remote)];
  return one === undefined || other === undefined ? [] : [tupleOf(one, other), tupleOf(other, one)];
}

function endOf({ ip, port }: SymptomEndpoint): Pick<Endpoint, 'ip' | 'port'> | undefined {
  return ip === undefined || port === undefined ? undefined : { ip, port };
}

function aboutWhich(
  symptom: Symptom,
  members: readonly Member[],
  spanOf: (member: Member) => TimeSpan | undefined,
): readonly Member[] {
  const tuples = tuplesOf(symptom);
  return members.filter((member) => tuples.includes(member.tuple) && !isElsewhen(symptom, spanOf(member)));
}

/** Which of a finding's connections: the one that is shown, before others. */
function whichText(about: readonly Member[], { input, connection }: ConnectionSubject, count: number): string {
  const isShown = about.some((member) => member.input === input && member.stream === connection.stream);
  if (count === 1 || isShown) return 'this connection';
  return `one of these connections (stream ${about[0]?.stream})`;
}

function whyOfWords(input: number, symptom: Symptom, which: string): Why {
  const name = symptomPrograms.find(({ id }) => id === symptom.program)?.name ?? symptom.program;
  return {
    claim: `${name} wrote about ${which}, with its addresses and ports`,
    evidence: symptom.lines.map(({ line, text }) => ({ input, frames: [], detail: `line ${line}: "${text}"` })),
  };
}

/** Whether both clocks have a date, and the program wrote at another time. */
function isElsewhen({ instant, lastInstant }: Symptom, span: TimeSpan | undefined): boolean {
  if (span === undefined || instant.kind !== 'absolute') return false;
  const last = lastInstant.kind === 'absolute' ? lastInstant.instantNs : instant.instantNs;
  return last < span.fromNs - clockSlackNs || instant.instantNs > span.toNs + clockSlackNs;
}
