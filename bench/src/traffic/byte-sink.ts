/** Takes the capture's bytes in order. The buffer is used again as soon as `write` returns. */
export interface ByteSink {
  write(bytes: Uint8Array): void;
}
