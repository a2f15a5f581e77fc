import { Memory, type SharedMemory } from './web-assembly.ts';

/** Of each part: a cache line, so that parts which different threads write do not share one. */
const alignmentBytes = 64;
const bytesPerPage = 65_536;

/**
 * Memory that the loops compiled to WebAssembly work on, and that threads share. Parts are taken from it one after the other and stay until all of it goes; who takes the same parts
 * in the same order, as the threads do, gets the same places. Where nothing was written yet the system gives only addresses.
 *
 * It is never enlarged: all of it is asked for at once.
 */
export class Arena {
  readonly memory: SharedMemory;
  #taken = 0;

  /** @param memory bytes that will be taken, or the memory of another thread's arena */
  constructor(memory: number | SharedMemory) {
    if (typeof memory !== 'number') {
      this.memory = memory;
      return;
    }
    const pages = Math.ceil(memory / bytesPerPage);
    this.memory = new Memory({ initial: pages, maximum: pages, shared: true });
  }

  bytes(length: number): Uint8Array<SharedArrayBuffer> {
    return new Uint8Array(this.memory.buffer, this.#take(length), length);
  }

  int32(length: number): Int32Array<SharedArrayBuffer> {
    return new Int32Array(this.memory.buffer, this.#take(length * 4), length);
  }

  float64(length: number): Float64Array<SharedArrayBuffer> {
    return new Float64Array(this.memory.buffer, this.#take(length * 8), length);
  }

  #take(length: number): number {
    const offset = this.#taken;
    this.#taken = Math.ceil((offset + length) / alignmentBytes) * alignmentBytes;
    return offset;
  }
}

/** The same memory as doubles. */
export function asDoubles(words: Int32Array<SharedArrayBuffer>): Float64Array<SharedArrayBuffer> {
  return new Float64Array(words.buffer, words.byteOffset, words.length / 2);
}
