import { closeSync, fstatSync, openSync } from 'node:fs';
import { type ByteSource, DescriptorSource } from '@fivewhys/capture';
import type { Input, NamedBytes } from './input.ts';
import { IterableSource } from './iterable-source.ts';

/** An input that is ready to be read. */
export interface OpenInput {
  readonly source: ByteSource;
  /** Undefined when it can't be known before the end: a pipe, a stream. */
  readonly totalBytes: number | undefined;
  close(): void;
}

/** Opens an input. @throws the system's error when the file can't be opened */
export function openInput(input: Input): OpenInput {
  if (typeof input === 'string') return openFile(input);
  const { bytes } = input;
  return {
    source: sourceOf(bytes),
    totalBytes: bytes instanceof Uint8Array ? bytes.length : undefined,
    close: () => undefined,
  };
}

function openFile(path: string): OpenInput {
  const descriptor = openSync(path, 'r');
  const status = fstatSync(descriptor);
  return {
    source: new DescriptorSource(descriptor),
    totalBytes: status.isFile() ? status.size : undefined,
    close: () => closeSync(descriptor),
  };
}

function sourceOf(bytes: NamedBytes['bytes']): ByteSource {
  if (bytes instanceof Uint8Array) return new IterableSource([bytes]);
  return Symbol.asyncIterator in bytes ? new IterableSource(bytes) : bytes;
}
