import type { Arena } from './arena.ts';
import { Instance, Module } from './web-assembly.ts';

/** A loop that was compiled to WebAssembly by `npm run assembly`. It is compiled on for this processor once in a thread, when it is needed first. */
export class CompiledLoop<Exports> {
  readonly #base64: string;
  #module: object | undefined;

  /** @param base64 the bytes of the module */
  constructor(base64: string) {
    this.#base64 = base64;
  }

  /** The loop, to work on this memory. */
  on(arena: Arena): Exports {
    this.#module ??= new Module(Buffer.from(this.#base64, 'base64'));
    const { exports } = new Instance(this.#module, { env: { memory: arena.memory } });
    return exports as Exports;
  }
}
