/** What is used of the WebAssembly JavaScript interface (W3C). The types of Node.js leave it to those of browsers. */
interface WebAssemblyInterface {
  readonly Memory: new (descriptor: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => SharedMemory;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

/** A memory that is shared: threads see the same bytes. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

export const { Memory, Module, Instance } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyInterface })
  .WebAssembly;
