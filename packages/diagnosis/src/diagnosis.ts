import { type Connection, readSilence, type Surroundings } from '@fivewhys/connections';
import { type Cause, type Finding, verdicts, type Weighed, weighCauses, whyNot } from '@fivewhys/evidence';
import { distributionOf } from './distribution.ts';
import { FleetTally } from './fleet-tally.ts';
import { isUnreachable } from './icmp-names.ts';
import { ladderOf } from './ladder.ts';
import { saysFailure } from './says-failure.ts';
import { type ConnectionSubject, subjectOf } from './subject.ts';

/** Connections that wait to be weighed until their capture's surroundings are complete. Beyond this they are weighed by what is known so far. */
const mostPending = 1000;

/** What was concluded of a connection, with what other evidence says. */
type Inform = (concluded: { readonly weighed: Weighed; readonly exemplar: ConnectionSubject }) => Weighed;

/** An instant of an input, in nanoseconds since its base, for people; undefined when its times have no date. */
type InstantText = (input: number, instantNs: number) => string | undefined;

interface Group {
  readonly weighed: Weighed;
  readonly exemplar: ConnectionSubject;
  readonly subjects: { input: number; stream: number }[];
  readonly resetFrames: Map<number, number[]>;
  readonly measures: Map<string, number[]>;
  readonly fleet: FleetTally;
}

/**
 * Turns connections that look wrong into findings: each is weighed, alike ones are grouped. Of a group only the first connection is kept whole; of the
 * others stream, frames and figures, so that ten thousand resets of one cause are one finding with its distribution.
 */
export class Diagnosis {
  readonly #causes: readonly Cause<ConnectionSubject>[];
  readonly #fallback: Cause<ConnectionSubject>;
  readonly #groups = new Map<string, Group>();
  #pending: { input: number; connection: Connection; surroundings: Surroundings }[] = [];

  constructor(causes: readonly Cause<ConnectionSubject>[], fallback: Cause<ConnectionSubject>) {
    this.#causes = causes;
    this.#fallback = fallback;
  }

  /** Takes in one connection that `needsExplaining`. */
  add(input: number, connection: Connection, surroundings: Surroundings): void {
    this.#pending.push({ input, connection, surroundings });
    if (this.#pending.length >= mostPending) this.#weighPending();
  }

  /** A capture was read to its end: what it says about its connections is complete. */
  captureEnded(): void {
    this.#weighPending();
  }

  /**
   * The findings, the surest and most frequent first.
   *
   * @param suspected a cause: every finding then says why it is not that
   * @param instantText an instant of an input for people, where its times have dates
   * @param inform adds what other evidence says to what was concluded of a group's first connection
   */
  finish(
    suspected?: string,
    inform: Inform = ({ weighed }) => weighed,
    instantText: InstantText = () => undefined,
  ): Finding[] {
    this.#weighPending();
    const groups = [...this.#groups.values()].map((group) => ({ ...group, weighed: inform(group) }));
    groups.sort(
      (a, b) =>
        Number(a.weighed.cause === 'harmless') - Number(b.weighed.cause === 'harmless') ||
        verdicts.indexOf(a.weighed.verdict) - verdicts.indexOf(b.weighed.verdict) ||
        b.subjects.length - a.subjects.length ||
        a.exemplar.connection.firstFrame - b.exemplar.connection.firstFrame,
    );
    return groups.map((group, index) => {
      const finding = findingOf(group, `f${index + 1}`, instantText);
      return suspected === undefined ? finding : { ...finding, whyNot: whyNot(group.weighed, suspected) };
    });
  }

  #weighPending(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const { input, connection, surroundings } of pending) {
      this.#weigh(subjectOf(input, connection, surroundings));
    }
  }

  #weigh(subject: ConnectionSubject): void {
    const { connection, input } = subject;
    const weighed = weighCauses(subject, this.#causes, this.#fallback);
    const key = [weighed.cause, weighed.verdict, weighed.fit.sentBy, weighed.fit.group].join('\n');
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = {
        weighed,
        exemplar: subject,
        subjects: [],
        resetFrames: new Map(),
        measures: new Map(),
        fleet: new FleetTally(),
      };
      this.#groups.set(key, group);
    }
    group.subjects.push({ input, stream: connection.stream });
    group.fleet.add(subject);
    append(group.resetFrames, input, connection.resetFrames);
    for (const { name, value } of weighed.fit.measures) append(group.measures, name, [value]);
  }
}

/**
 * Whether a connection belongs into a finding: it has a RST, a SYN of it got an odd answer, an ICMP error refuses its segments, something was said again and again
 * without an answer, or its payload says that it failed.
 */
export function needsExplaining(connection: Connection): boolean {
  return (
    connection.resetFrames.length > 0 ||
    connection.oddAcks > 0 ||
    connection.icmpErrors.some(({ family, type, code }) => isUnreachable(family, type, code)) ||
    readSilence(connection) !== undefined ||
    saysFailure(connection)
  );
}

function append<Key>(lists: Map<Key, number[]>, key: Key, values: readonly number[]): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [...values]);
  else for (const value of values) list.push(value);
}

function findingOf(group: Group, id: string, instantText: InstantText): Finding {
  const { weighed, exemplar, subjects, resetFrames, measures, fleet } = group;
  const { fit } = weighed;
  return {
    id,
    symptom: fit.symptom,
    cause: weighed.cause,
    verdict: weighed.verdict,
    subjects: subjects.sort((a, b) => a.input - b.input || a.stream - b.stream),
    count: subjects.length,
    resetFrames: [...resetFrames].map(([input, frames]) => ({ input, frames: frames.sort((a, b) => a - b) })),
    sentBy: fit.sentBy,
    whys: fit.whys,
    ruledOut: weighed.ruledOut,
    stillPossible: weighed.stillPossible,
    notes: fit.notes,
    next: fit.next,
    remedies: fit.remedies,
    distributions: [...measures].map(([name, values]) => distributionOf(name, values)),
    ...(subjects.length > 1 ? { fleet: fleet.describe(instantText) } : {}),
    ladder: ladderOf(exemplar.input, exemplar.connection, fit.whys),
  };
}
