import { CompiledLoop, type PacketRing } from '@fivewhys/capture';
import type { ConnectionTable } from './connection-table.ts';
import { headerPredictionWasm } from './header-prediction.wasm.ts';
import { STOPPED_DIRECTION, STOPPED_HASH, STOPPED_SLOT, stoppedWords } from './header-prediction-words.ts';
import { mostWarmed } from './layout.ts';
import type { SegmentLog } from './segment-log.ts';

/** What a prediction takes from the ring's arena. */
export const predictionBytes = (2 * mostWarmed + stoppedWords) * 4 + 192;

/** What assembly/header-prediction.ts exports. */
interface HeaderPredictionLoop {
  readonly place: (
    flight: number,
    rare: number,
    kept: number,
    rows: number,
    cold: number,
    buckets: number,
    links: number,
    heads: number,
    candidates: number,
    hashes: number,
    stopped: number,
    seed: number,
  ) => void;
  readonly followPredicted: (first: number, end: number) => number;
}

const headerPrediction = new CompiledLoop<HeaderPredictionLoop>(headerPredictionWasm);

/**
 * Follows the segments that the state of their connection foretells: the SYN-ACK, the next data, an ACK of more, a FIN.
 * Nearly all are that, and this does for them what the tracker does, in a fraction of the time. The kernel has the same short way (Jacobson's header
 * prediction; tcp_rcv_established in net/ipv4/tcp_input.c).
 *
 * The loop is WebAssembly, from assembly/header-prediction.ts.
 */
export class HeaderPrediction {
  readonly #loop: HeaderPredictionLoop;
  readonly #log: SegmentLog;
  readonly #stopped: Int32Array;

  constructor(ring: PacketRing, table: ConnectionTable, log: SegmentLog) {
    this.#log = log;
    this.#loop = headerPrediction.on(ring.arena);
    this.#stopped = ring.arena.int32(stoppedWords);
    this.#loop.place(
      ring.flight.byteOffset,
      ring.rare.byteOffset,
      ring.kept.byteOffset,
      table.words.byteOffset,
      table.cold.byteOffset,
      table.buckets.byteOffset,
      log.links.byteOffset,
      log.heads.byteOffset,
      ring.arena.int32(mostWarmed).byteOffset,
      ring.arena.int32(mostWarmed).byteOffset,
      this.#stopped.byteOffset,
      ring.memory.seed,
    );
  }

  /**
   * Follows packets up to the one before `end`, or to the first that is not foretold, and keeps the records of all: then `slot` and `direction` say of what connection it is.
   *
   * @returns the position at which it stopped
   */
  follow(first: number, end: number): number {
    const position = this.#loop.followPredicted(first, end);
    if (position !== first) this.#log.newest = (position - 1) | 0;
    return position;
  }

  /** The newest connection of the 4-tuple of the segment at which following stopped, or -1. */
  get slot(): number {
    return this.#stopped[STOPPED_SLOT];
  }

  /** Who sent it: 0 the originator, 1 the responder. */
  get direction(): number {
    return this.#stopped[STOPPED_DIRECTION];
  }

  /** Of its 4-tuple. */
  get hash(): number {
    return this.#stopped[STOPPED_HASH];
  }
}
