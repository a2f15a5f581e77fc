import { closeSync, openSync } from 'node:fs';
import { type ByteSource, compressionOf, DescriptorSource } from '@fivewhys/capture';
import type { Input, NamedBytes } from './input.ts';
import { IterableSource } from './iterable-source.ts';

/** An input that is ready to be read. */
export interface OpenInput {
  readonly source: ByteSource;
  /** Undefined when it can't be known before the end: a pipe, a stream, a compressed file. */
  readonly totalBytes: number | undefined;
  /** Nothing more is wanted of it. */
  close(): void;
}

/** Opens an input. @throws the system's error when the file can't be opened */
export function openInput(input: Input): OpenInput {
  if (typeof input === 'string') return openFile(input);
  const { bytes } = input;
  const source = sourceOf(bytes);
  return {
    source,
    totalBytes: bytes instanceof Uint8Array ? bytes.length : undefined,
    close: () => source instanceof IterableSource && source.close(),
  };
}

function openFile(path: string): OpenInput {
  const descriptor = openSync(path, 'r');
  const source = new DescriptorSource(descriptor);
  return {
    source,
    totalBytes: source.sizeBytes === undefined || isCompressed(source) ? undefined : source.sizeBytes,
    close: () => closeSync(descriptor),
  };
}

function sourceOf(bytes: NamedBytes['bytes']): ByteSource {
  if (bytes instanceof Uint8Array) return new IterableSource([bytes]);
  return Symbol.asyncIterator in bytes ? new IterableSource(bytes) : bytes;
}

function isCompressed(source: DescriptorSource): boolean {
  const head = source.peek(4);
  return compressionOf(head, head.length) !== undefined;
}
