import { type PacketSink, ReaderContext } from '@fivewhys/capture';
import type { FormatReader } from '../../../packages/capture/src/formats/format.ts';
import { hasRing } from '../../../packages/capture/src/packet-ring.ts';
import { expect } from './expect.ts';

export interface Reading {
  readonly context: ReaderContext;
  readonly reader: FormatReader;
}

/**
 * Hands an input to a reader as `readCapture` does: what could not be used yet comes again with more behind it. The bytes lie in a buffer that ends with
 * them, so that a reader that looks beyond them fails. Those of a ring end in bytes that are no capture.
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
    const length = rest.length + piece.length;
    const bytes = bytesFor(sink, length);
    bytes.set(rest);
    bytes.set(piece, rest.length);
    const next = reader.read(bytes, 0, length, consumed);
    expect(
      Number.isInteger(next) && next >= 0 && next <= length,
      'read() returns no offset of its bytes',
      next,
      length,
    );
    consumed += next;
    rest = new Uint8Array(bytes.subarray(next, length));
  }
  const bytes = bytesFor(sink, rest.length);
  bytes.set(rest);
  reader.end(bytes, 0, rest.length, consumed);
  return { context, reader };
}

function bytesFor(sink: PacketSink, length: number): Uint8Array {
  if (!hasRing(sink) || length > sink.ring.input.length) return new Uint8Array(length);
  return sink.ring.input.fill(0xa5, length);
}
