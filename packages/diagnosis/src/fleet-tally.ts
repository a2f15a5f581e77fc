import type { Fleet, Share } from '@fivewhys/evidence';
import { endpointText } from './phrases.ts';
import type { ConnectionSubject } from './subject.ts';

/** Different ends that are counted one by one; of more, only that there are more. */
const mostEnds = 10_000;
/** Ends that are named. */
const mostNamed = 10;

/** Who and when, over all connections of a finding, in bounded memory. */
export class FleetTally {
  readonly #originators = new Map<string, number>();
  readonly #responders = new Map<string, number>();
  /** Of each input, the first and the last instant, in nanoseconds since its base. */
  readonly #times = new Map<number, { first: number; last: number }>();

  add({ input, connection, reset }: ConnectionSubject): void {
    count(this.#originators, String(connection.originator.ip));
    count(this.#responders, endpointText(connection.responder));
    const instantNs = reset?.instantNs ?? connection.lastInstantNs;
    const times = this.#times.get(input);
    if (times === undefined) this.#times.set(input, { first: instantNs, last: instantNs });
    else {
      times.first = Math.min(times.first, instantNs);
      times.last = Math.max(times.last, instantNs);
    }
  }

  /** @param instantText an instant of an input for people; undefined when its times have no date */
  describe(instantText: (input: number, instantNs: number) => string | undefined): Fleet {
    const instants = [...this.#times].flatMap(([input, { first, last }]) => [
      instantText(input, first),
      instantText(input, last),
    ]);
    const dated = instants.filter((instant) => instant !== undefined).sort();
    return {
      originators: shares(this.#originators),
      originatorCount: this.#originators.size,
      responders: shares(this.#responders),
      responderCount: this.#responders.size,
      ...(dated.length === 0 ? {} : { firstInstant: dated[0], lastInstant: dated.at(-1) }),
    };
  }
}

function count(ends: Map<string, number>, end: string): void {
  const known = ends.get(end);
  if (known !== undefined) ends.set(end, known + 1);
  else if (ends.size < mostEnds) ends.set(end, 1);
}

function shares(ends: ReadonlyMap<string, number>): Share[] {
  const sorted = [...ends].sort(([, a], [, b]) => b - a);
  return sorted.slice(0, mostNamed).map(([end, connections]) => ({ end, connections }));
}
