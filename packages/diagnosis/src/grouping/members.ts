import type { Subject } from '@fivewhys/evidence';
import { endpointText } from '../phrases.ts';
import type { Sighting } from './sighting.ts';

/** Connections that a finding lists; more are counted. The frames of their RSTs are numbers alone, and all kept. */
const mostListed = 100_000;

/** One connection of a finding, and when it was, in nanoseconds since its capture's base. */
export interface Member extends Subject {
  readonly tuple: string;
  readonly firstInstantNs: number;
  readonly lastInstantNs: number;
}

/** The connections of a finding, in columns: an object for each of a hundred thousand would be most of the memory. */
export class Members {
  #count = 0;
  readonly #inputs: number[] = [];
  readonly #streams: number[] = [];
  readonly #tuples: string[] = [];
  readonly #firstInstantsNs: number[] = [];
  readonly #lastInstantsNs: number[] = [];
  readonly #resetFrames = new Map<number, number[]>();
  readonly #otherResetFrames = new Map<number, number[]>();
  readonly #resetFramesElsewhere = new Map<number, number[]>();

  /** Connections, listed or not. */
  get count(): number {
    return this.#count;
  }

  add(sighting: Sighting): void {
    this.#count += 1;
    this.#listSighting(sighting);
    addFrames(this.#resetFrames, sighting.input, sighting.resetFrames);
    addFrames(this.#otherResetFrames, sighting.input, sighting.otherResetFrames ?? []);
  }

  /** The same connection as one that was added, in another capture. */
  addView(sighting: Sighting): void {
    this.#listSighting(sighting);
    addFrames(this.#resetFramesElsewhere, sighting.input, sighting.resetFrames);
  }

  merge(other: Members): void {
    for (let index = 0; index < other.#streams.length; index += 1) this.#list(other.#at(index));
    for (const [input, frames] of other.#resetFrames) addFrames(this.#resetFrames, input, frames);
    for (const [input, frames] of other.#otherResetFrames) addFrames(this.#otherResetFrames, input, frames);
    for (const [input, frames] of other.#resetFramesElsewhere) addFrames(this.#resetFramesElsewhere, input, frames);
    this.#count += other.#count;
  }

  /** Those that are listed, in the order of inputs and streams. */
  subjects(): Subject[] {
    return this.#streams
      .map((stream, index) => ({ input: this.#inputs[index] as number, stream }))
      .sort((a, b) => a.input - b.input || a.stream - b.stream);
  }

  resetFrames(): FramesOfInput[] {
    return inOrder(this.#resetFrames);
  }

  /** Of those: with the address of the other end than the RST that decided the connection's fate. */
  otherResetFrames(): FramesOfInput[] {
    return inOrder(this.#otherResetFrames);
  }

  /** RSTs of the same connections in other captures. */
  resetFramesElsewhere(): FramesOfInput[] {
    return inOrder(this.#resetFramesElsewhere);
  }

  /** Those with one of these pairs of ends, as `tupleOf` writes them. */
  find(tuples: ReadonlySet<string>): Member[] {
    return this.#tuples.flatMap((tuple, index) => (tuples.has(tuple) ? [this.#at(index)] : []));
  }

  #at(index: number): Member {
    return {
      input: this.#inputs[index] as number,
      stream: this.#streams[index] as number,
      tuple: this.#tuples[index] as string,
      firstInstantNs: this.#firstInstantsNs[index] as number,
      lastInstantNs: this.#lastInstantsNs[index] as number,
    };
  }

  #listSighting({ input, stream, originator, responder, firstInstantNs, lastInstantNs }: Sighting): void {
    this.#list({ input, stream, tuple: tupleOf(originator, responder), firstInstantNs, lastInstantNs });
  }

  #list({ input, stream, tuple, firstInstantNs, lastInstantNs }: Member): void {
    if (this.#streams.length >= mostListed) return;
    this.#inputs.push(input);
    this.#streams.push(stream);
    this.#tuples.push(tuple);
    this.#firstInstantsNs.push(firstInstantNs);
    this.#lastInstantsNs.push(lastInstantNs);
  }
}

/** Both ends of a connection, the one that opened it first. */
export function tupleOf(originator: Ends, responder: Ends): string {
  // Joined, because V8 keeps the pieces of a template as pieces: four times the memory.
  return [endpointText(originator), endpointText(responder)].join(' ');
}

type Ends = Parameters<typeof endpointText>[0];

interface FramesOfInput {
  readonly input: number;
  readonly frames: readonly number[];
}

function inOrder(byInput: ReadonlyMap<number, readonly number[]>): FramesOfInput[] {
  return [...byInput].map(([input, frames]) => ({ input, frames: frames.toSorted((a, b) => a - b) }));
}

function addFrames(byInput: Map<number, number[]>, input: number, frames: readonly number[]): void {
  if (frames.length === 0) return;
  const list = byInput.get(input) ?? [];
  for (const frame of frames) list.push(frame);
  byInput.set(input, list);
}
