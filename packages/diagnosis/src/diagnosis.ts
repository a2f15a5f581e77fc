import {
  type Connection,
  readDiscardedRequest,
  readLostAnswer,
  readSilence,
  readUnansweredRequest,
  type Surroundings,
} from '@fivewhys/connections';
import {
  type Cause,
  type Finding,
  type NamedCause,
  verdicts,
  type Weighed,
  type Why,
  weighCauses,
  whyNot,
} from '@fivewhys/evidence';
import { gotRound } from './causes/path-mtu-black-hole/got-round.ts';
import { findingOfGroup } from './grouping/finding-of-group.ts';
import { gatheredGroups, type Inform } from './grouping/gathered-groups.ts';
import type { Group } from './grouping/group.ts';
import { Likenesses } from './grouping/likenesses.ts';
import type { Sighting } from './grouping/sighting.ts';
import { Story, storyKey } from './grouping/story.ts';
import { isUnreachable } from './path/icmp-names.ts';
import { saysFailure } from './reset/says-failure.ts';
import { type ConnectionSubject, subjectOf } from './subject.ts';
import type { Elsewhere } from './vantages/elsewhere.ts';
import { heldAgainstVantages } from './vantages/held-against-vantages.ts';
import { Views } from './vantages/views.ts';
import type { CaptureClocks } from './whole-capture/capture-clock.ts';

/** Connections that wait to be weighed until their capture's surroundings are complete. Beyond this they are weighed by what is known so far. */
const mostPending = 1000;

interface Pending {
  readonly input: number;
  readonly connection: Connection;
  readonly surroundings: Surroundings;
  readonly likeness: string | undefined;
}

/** What a finding takes beside its group. */
export interface FindingOptions {
  /** A cause: every finding then says why it is not that. */
  readonly suspected?: string | undefined;
  readonly clocks: CaptureClocks;
  /** Adds what hosts say to what was concluded of a group. */
  readonly inform: Inform;
  /** What programs wrote about a group's connections. */
  readonly words: (group: Group) => readonly Why[];
}

/**
 * Turns connections that look wrong into findings: each is weighed, alike ones are grouped. Of a group only one connection is kept whole; of the others ends, frames and
 * figures, so that ten thousand resets of one cause are one finding with its distribution.
 */
export class Diagnosis {
  readonly #causes: readonly Cause<ConnectionSubject>[];
  readonly #fallback: Cause<ConnectionSubject>;
  readonly #stories = new Map<string, Story>();
  readonly #likenesses = new Likenesses();
  readonly #elsewhere: Elsewhere | undefined;
  readonly #views = new Views();
  #pending: Pending[] = [];

  /** @param elsewhere what captures at other places show, where there are any */
  constructor(causes: readonly Cause<ConnectionSubject>[], fallback: Cause<ConnectionSubject>, elsewhere?: Elsewhere) {
    this.#causes = elsewhere === undefined ? causes : causes.map(heldAgainstVantages);
    this.#fallback = elsewhere === undefined ? fallback : heldAgainstVantages(fallback);
    this.#elsewhere = elsewhere;
  }

  /**
   * Takes in one connection that `needsExplaining`.
   *
   * @param likeness what it looks like, where that tells enough to count it with others; see `likenessOf`
   */
  add(input: number, connection: Connection, surroundings: Surroundings, likeness?: string): void {
    this.#pending.push({ input, connection, surroundings, likeness });
    if (this.#pending.length >= mostPending) this.#weighPending();
  }

  /**
   * Takes in a connection without describing and weighing it, if enough were weighed that look like it.
   *
   * @param sight read only if it is taken in
   * @returns whether it was
   */
  addAlike(likeness: string, sight: () => Sighting): boolean {
    return this.#likenesses.count(likeness, sight);
  }

  /** A capture was read to its end: what it says about its connections is complete. */
  captureEnded(): void {
    this.#weighPending();
    this.#likenesses.forget();
  }

  /** The findings, the surest and most frequent first. */
  finish({ suspected, clocks, inform, words }: FindingOptions): Finding[] {
    this.#weighPending();
    for (const { subject, weighed, others } of this.#views.joined()) this.#take(subject, weighed, others);
    const groups = gatheredGroups(
      [...this.#stories.values()].flatMap((story) => [...story.groups]),
      inform,
    );
    groups.sort(
      (a, b) =>
        Number(a.weighed.cause === 'harmless') - Number(b.weighed.cause === 'harmless') ||
        verdicts.indexOf(a.weighed.verdict) - verdicts.indexOf(b.weighed.verdict) ||
        b.members.count - a.members.count ||
        a.exemplar.connection.firstFrame - b.exemplar.connection.firstFrame,
    );
    return groups.map((group, index) => {
      const finding = findingOfGroup(group, `f${index + 1}`, clocks, words(group));
      return suspected === undefined ? finding : { ...finding, whyNot: whyNot(group.weighed, suspected) };
    });
  }

  #weighPending(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const one of pending) this.#weigh(one);
  }

  #weigh({ input, connection, surroundings, likeness }: Pending): void {
    const subject = subjectOf(input, connection, surroundings, this.#elsewhere?.of(input, connection.stream));
    const weighed = withoutUnfounded(weighCauses(subject, this.#causes, this.#fallback), connection);
    const view = this.#elsewhere?.viewOf(input, connection.stream);
    if (view === undefined) this.#take(subject, weighed, [], likeness);
    else this.#views.add(view, subject, weighed);
  }

  /** @param others where else the connection is to be seen */
  #take(subject: ConnectionSubject, weighed: Weighed, others: readonly Sighting[], likeness?: string): void {
    const key = storyKey(weighed);
    let story = this.#stories.get(key);
    if (story === undefined) {
      story = new Story();
      this.#stories.set(key, story);
    }
    story.add(subject, weighed, others);
    if (likeness !== undefined) this.#likenesses.weighed(likeness, story, weighed.fit.apart);
  }
}

/** Causes that know how to weigh a connection of which only flags and times are known (`flags-alone/`). */
const weighedByFlags: readonly string[] = ['time-wait-reuse'];

/** Flags alone exclude no more than what the chosen cause says that they do, and what weighs them: of the other causes they don't show what speaks for or against. */
function withoutUnfounded(weighed: Weighed, { numbersKnown }: Connection): Weighed {
  if (numbersKnown) return weighed;
  const { lookAlikes } = weighed.fit;
  const { ruledOut, stillPossible } = weighed;
  const isExcluded = ({ cause }: NamedCause) =>
    weighedByFlags.includes(cause) || lookAlikes.some((alike) => alike.cause === cause && alike.excluded);
  const isNamed = (list: readonly NamedCause[], { cause }: NamedCause) => list.some((one) => one.cause === cause);
  return {
    ...weighed,
    ruledOut: ruledOut.filter(isExcluded),
    stillPossible: [
      ...stillPossible,
      ...lookAlikes.filter((alike) => !isExcluded(alike) && isNamed(ruledOut, alike)),
    ].map(({ cause, because }) => ({ cause, because })),
  };
}

/**
 * Whether a connection belongs into a finding: it has a RST, a SYN of it got an odd answer, an ICMP error refuses its segments, something was said again and again
 * without an answer, or large in vain and then in smaller segments, its payload says that it failed, its originator closed before it had an answer, or all of it, or
 * its responder had closed when a request came.
 */
export function needsExplaining(connection: Connection): boolean {
  return (
    connection.resetFrames.length > 0 ||
    connection.oddAcks > 0 ||
    connection.icmpErrors.some(({ family, type, code }) => isUnreachable(family, type, code)) ||
    readSilence(connection) !== undefined ||
    gotRound(connection) !== undefined ||
    saysFailure(connection) ||
    readUnansweredRequest(connection) !== undefined ||
    readDiscardedRequest(connection) !== undefined ||
    readLostAnswer(connection) !== undefined
  );
}
