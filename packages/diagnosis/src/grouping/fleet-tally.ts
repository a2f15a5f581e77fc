import { type Bin, type Fleet, formatInstant, type Share } from '@fivewhys/evidence';
import { endpointText } from '../phrases.ts';
import type { CaptureClocks } from '../whole-capture/capture-clock.ts';
import type { Sighting } from './sighting.ts';
import { timelineOf } from './timeline.ts';
import { ValueTally } from './value-tally.ts';

/** Different ends that are counted one by one; of more, only that there are more. */
const mostEnds = 10_000;
/** Ends that are named. */
const mostNamed = 10;

/** Who and when, over all connections of a finding, in bounded memory. */
export class FleetTally {
  readonly #originators = new Map<string, number>();
  readonly #responders = new Map<string, number>();
  readonly #responderHosts = new Set<string>();
  /** Of each input, when they happened, in seconds since the capture's base. */
  readonly #seconds = new Map<number, ValueTally>();

  /** Different hosts; counted up to two, which is what is asked. */
  get responderHostCount(): number {
    return this.#responderHosts.size;
  }

  get originatorCount(): number {
    return this.#originators.size;
  }

  get responderCount(): number {
    return this.#responders.size;
  }

  add({ input, originator, responder, instantNs }: Sighting): void {
    count(this.#originators, String(originator.ip), 1);
    count(this.#responders, endpointText(responder), 1);
    this.#addHost(responder.ip);
    this.#secondsOf(input).add(instantNs / 1e9);
  }

  merge(other: FleetTally): void {
    for (const [end, connections] of other.#originators) count(this.#originators, end, connections);
    for (const [end, connections] of other.#responders) count(this.#responders, end, connections);
    for (const ip of other.#responderHosts) this.#addHost(ip);
    for (const [input, seconds] of other.#seconds) this.#secondsOf(input).merge(seconds);
  }

  describe(clocks: CaptureClocks): Fleet {
    const dated = [...this.#seconds].flatMap(([input, seconds]) => {
      const base = clocks.get(input)?.baseInstantNs;
      const clusters = seconds.clusters();
      const ends = [clusters[0]?.least, clusters.at(-1)?.most];
      return base === undefined ? [] : ends.map((end) => base + BigInt(Math.round((end ?? 0) * 1e9)));
    });
    const [first, last] = [dated.reduce(least, dated[0]), dated.reduce(most, dated[0])];
    const timeline = this.#timeline(clocks);
    return {
      originators: shares(this.#originators),
      originatorCount: this.#originators.size,
      responders: shares(this.#responders),
      responderCount: this.#responders.size,
      ...(first === undefined || last === undefined
        ? {}
        : { firstInstant: formatInstant(first), lastInstant: formatInstant(last) }),
      ...(timeline === undefined ? {} : { timeline }),
    };
  }

  #addHost(ip: string): void {
    if (this.#responderHosts.size < 2) this.#responderHosts.add(ip);
  }

  #timeline(clocks: CaptureClocks): readonly Bin[] | undefined {
    const timed = [...this.#seconds].flatMap(([input, tally]) => {
      const clock = clocks.get(input);
      return clock === undefined ? [] : [{ clock, tally }];
    });
    return timed.length < this.#seconds.size ? undefined : timelineOf(timed);
  }

  #secondsOf(input: number): ValueTally {
    let seconds = this.#seconds.get(input);
    if (seconds === undefined) {
      seconds = new ValueTally();
      this.#seconds.set(input, seconds);
    }
    return seconds;
  }
}

function least(a: bigint | undefined, b: bigint): bigint {
  return a === undefined || b < a ? b : a;
}

function most(a: bigint | undefined, b: bigint): bigint {
  return a === undefined || b > a ? b : a;
}

function count(ends: Map<string, number>, end: string, connections: number): void {
  const known = ends.get(end);
  if (known !== undefined) ends.set(end, known + connections);
  else if (ends.size < mostEnds) ends.set(end, connections);
}

function shares(ends: ReadonlyMap<string, number>): Share[] {
  const sorted = [...ends].sort(([, a], [, b]) => b - a);
  return sorted.slice(0, mostNamed).map(([end, connections]) => ({ end, connections }));
}
