import { type PacketSink, ReaderContext } from '@fivewhys/capture';
import type { FormatReader } from '../../../packages/capture/src/formats/format.ts';
import { expect } from './expect.ts';

export interface Reading {
  readonly context: ReaderContext;
  readonly reader: FormatReader;
}

/**
 * Hands an input to a reader as `readCapture` does: what could not be used yet comes again with more behind it. The bytes lie in a buffer that ends with
 * them, so that a reader that looks beyond them fails.
 */
export function readInPieces(
  create: (context: ReaderContext) => FormatReader,
  input: Uint8Array,
  pieces: number,
  sink: PacketSink,
): Reading {
  const context = new ReaderContext(sink);
  const reader = create(context);
  const size = Math.max(Math.ceil(input.length / pieces), 1);
  let rest = new Uint8Array(0);
  let consumed = 0;
  for (let offset = 0; offset < input.length; offset += size) {
    const piece = input.subarray(offset, offset + size);
    const bytes = new Uint8Array(rest.length + piece.length);
    bytes.set(rest);
    bytes.set(piece, rest.length);
    const next = reader.read(bytes, 0, bytes.length, consumed);
    expect(
      Number.isInteger(next) && next >= 0 && next <= bytes.length,
      'read() returns no offset of its bytes',
      next,
      bytes.length,
    );
    consumed += next;
    rest = bytes.slice(next);
  }
  reader.end(rest, 0, rest.length, consumed);
  return { context, reader };
}
