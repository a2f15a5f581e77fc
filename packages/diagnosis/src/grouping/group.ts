import type { Weighed } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../subject.ts';
import { FleetTally } from './fleet-tally.ts';
import { Members } from './members.ts';
import { type Sighting, sightingOf } from './sighting.ts';
import { ValueTally } from './value-tally.ts';

/** Connections of one story. One is kept whole, the one that shows it best; of the others what a finding says of each, and sums. */
export class Group {
  weighed: Weighed;
  exemplar: ConnectionSubject;
  /** What the group's connections are kept apart from others of the story by; undefined where it holds several such things. */
  apart: string | undefined;
  readonly members = new Members();
  readonly fleet = new FleetTally();
  readonly measures = new Map<string, ValueTally>();
  /** What may have been the cause of one or the other as well, and why. */
  readonly possible = new Map<string, string>();
  /** What was seen is the same sentence for all of them. */
  symptomIsShared = true;
  /** Connections that were counted for their likeness, not weighed. */
  onlyCounted = 0;

  constructor(subject: ConnectionSubject, weighed: Weighed, apart: string | undefined) {
    this.weighed = weighed;
    this.exemplar = subject;
    this.apart = apart;
  }

  /** @param others the same connection in other captures: listed, and not counted once more */
  add(subject: ConnectionSubject, weighed: Weighed, others: readonly Sighting[] = []): void {
    this.#tally(sightingOf(subject));
    for (const other of others) this.members.addView(other);
    for (const { name, value } of weighed.fit.measures) this.#measure(name).add(value);
    this.#weighAgainst(subject, weighed);
  }

  /** Takes in a connection that looks the same and was not weighed. */
  addUnweighed(sighting: Sighting): void {
    this.onlyCounted += 1;
    this.#tally(sighting);
  }

  /** Other evidence was added to what was concluded of the connection that is shown. Of a group of one nothing else is left open then. */
  inform(weighed: Weighed): void {
    if (weighed === this.weighed) return;
    this.weighed = weighed;
    if (this.members.count === 1) {
      this.possible.clear();
      for (const { cause, because } of weighed.stillPossible) this.possible.set(cause, because);
    }
  }

  /** Takes in all of another group. */
  merge(other: Group): void {
    this.members.merge(other.members);
    this.fleet.merge(other.fleet);
    for (const [name, tally] of other.measures) this.#measure(name).merge(tally);
    this.onlyCounted += other.onlyCounted;
    for (const [cause, because] of other.possible) if (!this.possible.has(cause)) this.possible.set(cause, because);
    if (!other.symptomIsShared) this.symptomIsShared = false;
    if (this.apart !== other.apart) this.apart = undefined;
    this.#weighAgainst(other.exemplar, other.weighed);
  }

  #tally(sighting: Sighting): void {
    this.members.add(sighting);
    this.fleet.add(sighting);
  }

  #weighAgainst(subject: ConnectionSubject, weighed: Weighed): void {
    for (const { cause, because } of weighed.stillPossible) {
      if (!this.possible.has(cause)) this.possible.set(cause, because);
    }
    if (weighed.fit.symptom !== this.weighed.fit.symptom) this.symptomIsShared = false;
    if (worth(subject, weighed) <= worth(this.exemplar, this.weighed)) return;
    this.exemplar = subject;
    this.weighed = weighed;
  }

  #measure(name: string): ValueTally {
    let tally = this.measures.get(name);
    if (tally === undefined) {
      tally = new ValueTally();
      this.measures.set(name, tally);
    }
    return tally;
  }
}

/** How well a connection shows the story: by how much stands under its whys, and how much of it the capture holds. Of equals the first is shown. */
function worth({ connection }: ConnectionSubject, { fit }: Weighed): number {
  const evidence = fit.whys.reduce((sum, why) => sum + why.evidence.length, 0);
  const isWhole = connection.handshake.synFrame !== undefined && !connection.acknowledgedUnseen;
  return evidence * 2 + (isWhole ? 3 : 0) + (connection.predecessor === undefined ? 0 : 1);
}
