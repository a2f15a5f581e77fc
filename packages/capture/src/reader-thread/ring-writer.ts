import type { IcmpError } from '../icmp-error.ts';
import { mostInFlight } from '../packet-record.ts';
import { mostPositionsPerPacket, type PacketRing, type RingSink } from '../packet-ring.ts';
import type { Segment } from '../segment.ts';
import { FINISHED, FOLLOWED, PUBLISHED, READ_UNITS, readUnitBytes, SIGNAL } from './progress-words.ts';

/** Packets that are published together: telling of each would cost more than following it. */
const publishedTogether = 2048;
/** A reader that ran into the end of the ring goes on when half of it is free, so that it isn't woken for every few packets. */
const resumeBelow = mostInFlight / 2;

/** The reading thread's end of a ring: writes packets, tells how far it is, and waits while the other thread is too far behind. */
export class RingWriter implements RingSink {
  readonly ring: PacketRing;
  readonly #progress: Int32Array;
  /** Called before packets are published. */
  readonly #beforePublishing: () => void;
  #published: number;
  /** What was known last of the other thread. */
  #followed: number;

  constructor(ring: PacketRing, progress: Int32Array, beforePublishing: () => void) {
    this.ring = ring;
    this.#progress = progress;
    this.#beforePublishing = beforePublishing;
    this.#published = ring.next;
    this.#followed = ring.next;
  }

  segment(segment: Segment, bytes: Uint8Array): void {
    this.makeRoom(mostPositionsPerPacket);
    this.ring.segment(segment, bytes);
    this.written();
  }

  icmpError(error: IcmpError): void {
    this.makeRoom(mostPositionsPerPacket);
    this.ring.icmpError(error);
  }

  publish(): void {
    this.#beforePublishing();
    this.#published = this.ring.next;
    Atomics.store(this.#progress, PUBLISHED, this.#published);
    this.#signal();
  }

  noteRead(bytesRead: number): void {
    Atomics.store(this.#progress, READ_UNITS, Math.floor(bytesRead / readUnitBytes));
  }

  finish(): void {
    this.publish();
    Atomics.store(this.#progress, FINISHED, 1);
    this.#signal();
  }

  #signal(): void {
    Atomics.add(this.#progress, SIGNAL, 1);
    Atomics.notify(this.#progress, SIGNAL);
  }

  written(): void {
    if (((this.ring.next - this.#published) | 0) >= publishedTogether) this.publish();
  }

  makeRoom(positions: number): void {
    if (((this.ring.next - this.#followed) | 0) <= mostInFlight - positions) return;
    this.#followed = Atomics.load(this.#progress, FOLLOWED);
    if (((this.ring.next - this.#followed) | 0) <= mostInFlight - positions) return;
    this.publish();
    while (((this.ring.next - this.#followed) | 0) > resumeBelow) {
      Atomics.wait(this.#progress, FOLLOWED, this.#followed);
      this.#followed = Atomics.load(this.#progress, FOLLOWED);
    }
  }
}
