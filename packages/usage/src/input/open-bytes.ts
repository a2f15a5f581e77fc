import { closeSync, fstatSync, openSync } from 'node:fs';
import { getSystemErrorMessage } from 'node:util';
import {
  type ByteSource,
  type Compression,
  compressionOf,
  DecompressedSource,
  DescriptorSource,
} from '@fivewhys/capture';
import { usageError } from '../errors.ts';
import type { UsageInput } from './usage-input.ts';

const chunkBytes = 1 << 20;

/** A log that is ready to be read, unpacked. */
export interface OpenedInput {
  readonly totalBytes: number | undefined;
  readonly compression: Compression | undefined;
  /** Each chunk holds until the next one is asked for. Ends early where packed data breaks off; `failure` then says why. */
  readonly chunks: AsyncIterable<Uint8Array>;
  failure(): string | undefined;
  /** Bytes taken from the file so far, packed or not. */
  bytesRead(): number;
  close(): void;
}

/**
 * Opens a log and looks at its first bytes.
 *
 * @throws CodedError `USAGE_INPUT_NOT_READABLE`, `USAGE_INPUT_EMPTY`
 */
export async function openBytes(input: UsageInput): Promise<OpenedInput> {
  const { source, totalBytes, close } = typeof input === 'string' ? openFile(input) : fromElsewhere(input.bytes);
  try {
    const counted = new CountedSource(source);
    const head = await firstBytes(counted);
    if (head.length === 0) throw usageError('USAGE_INPUT_EMPTY', 'it holds no bytes');
    const compression = compressionOf(head, head.length);
    const unpacked = compression === undefined ? undefined : new DecompressedSource(counted, head, compression);
    return {
      totalBytes,
      compression,
      chunks: unpacked === undefined ? chunksOf(counted, head) : chunksOf(unpacked),
      failure: () => unpacked?.failure,
      bytesRead: () => counted.bytes,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

interface OpenedSource {
  readonly source: ByteSource;
  readonly totalBytes: number | undefined;
  close(): void;
}

function openFile(path: string): OpenedSource {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    throw notReadable(error);
  }
  if (fstatSync(descriptor).isDirectory()) {
    closeSync(descriptor);
    throw usageError('USAGE_INPUT_NOT_READABLE', 'it is a folder; name the logs in it');
  }
  const source = new DescriptorSource(descriptor);
  return { source, totalBytes: source.sizeBytes, close: () => closeSync(descriptor) };
}

function fromElsewhere(source: ByteSource): OpenedSource {
  return { source, totalBytes: undefined, close: () => undefined };
}

/** Counts what is taken, so that progress is that of the file as it lies there. */
class CountedSource implements ByteSource {
  readonly #source: ByteSource;
  bytes = 0;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  async read(target: Uint8Array, offset: number, length: number): Promise<number> {
    const count = await this.#source.read(target, offset, length);
    this.bytes += count;
    return count;
  }
}

/** As many as it takes to tell how it is packed. */
async function firstBytes(source: ByteSource): Promise<Uint8Array> {
  const head = new Uint8Array(4);
  let length = 0;
  try {
    while (length < head.length) {
      const count = await source.read(head, length, head.length - length);
      if (count === 0) break;
      length += count;
    }
  } catch (error) {
    throw notReadable(error);
  }
  return head.subarray(0, length);
}

async function* chunksOf(source: ByteSource, head?: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  if (head !== undefined) yield head;
  const buffer = new Uint8Array(chunkBytes);
  for (;;) {
    const count = await source.read(buffer, 0, buffer.length);
    if (count === 0) return;
    yield buffer.subarray(0, count);
  }
}

function notReadable(error: unknown) {
  const { code, errno, message } = error as NodeJS.ErrnoException;
  const reason =
    code === 'ENOENT'
      ? 'no such file'
      : code === 'EACCES'
        ? 'no permission to read it'
        : errno === undefined
          ? message
          : getSystemErrorMessage(errno);
  return usageError('USAGE_INPUT_NOT_READABLE', reason, error);
}
