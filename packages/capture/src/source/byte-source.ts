/** Where bytes come from: a file, a pipe, or a decompressor around one of them. */
export interface ByteSource {
  /**
   * Fills `target` from `offset` on with up to `length` bytes and resolves to how many came; 0 at the end.
   * Only one call may be under way at a time.
   */
  read(target: Uint8Array, offset: number, length: number): Promise<number>;

  /** The same at once, of a source that never waits for anybody. */
  readonly readNow?: ((target: Uint8Array, offset: number, length: number) => number) | undefined;
}
