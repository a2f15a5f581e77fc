import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { usageError } from '../errors.ts';
import { type Compression, compressionOf } from './compression.ts';
import { pathOf, type UsageInput } from './usage-input.ts';

const chunkBytes = 1 << 20;

/** The bytes of an input, unpacked. */
export interface OpenedInput {
  readonly totalBytes: number | undefined;
  readonly compression: Compression | undefined;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Bytes taken from the file so far, packed or not. */
  bytesRead(): number;
}

/**
 * Opens a log and looks at its first bytes.
 *
 * @throws CodedError `USAGE_INPUT_NOT_READABLE`, `USAGE_INPUT_EMPTY`
 */
export async function openBytes(input: UsageInput): Promise<OpenedInput> {
  const path = pathOf(input);
  const { source, totalBytes } =
    typeof input === 'string' ? await openFile(input) : { source: input.bytes, totalBytes: undefined };
  const counted = { bytes: 0 };
  const packed = countedBytes(source, counted);
  const first = await firstBytes(packed, path);
  const compression = compressionOf(first);
  const all = joined(first, packed);
  return { totalBytes, compression, chunks: unpacked(all, compression), bytesRead: () => counted.bytes };
}

async function openFile(path: string): Promise<{ source: AsyncIterable<Uint8Array>; totalBytes: number | undefined }> {
  try {
    const file = await open(path);
    const status = await file.stat();
    if (status.isDirectory()) {
      await file.close();
      throw Object.assign(new Error('it is a folder; name the logs in it'), { code: 'EISDIR' });
    }
    const source = file.createReadStream({ highWaterMark: chunkBytes });
    return { source, totalBytes: status.isFile() ? status.size : undefined };
  } catch (error) {
    throw usageError('USAGE_INPUT_NOT_READABLE', reasonOf(error as NodeJS.ErrnoException), error);
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EACCES') return 'no permission to read it';
  return message;
}

async function* countedBytes(
  source: AsyncIterable<Uint8Array>,
  counted: { bytes: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of source) {
    counted.bytes += chunk.length;
    yield chunk;
  }
}

/** As many chunks as it takes to tell how it is packed. */
async function firstBytes(packed: AsyncGenerator<Uint8Array, void, undefined>, path: string): Promise<Uint8Array> {
  let first: Uint8Array = new Uint8Array(0);
  while (first.length < 4) {
    const { value, done } = await nextOf(packed, path);
    if (done === true) break;
    first = first.length === 0 ? value : Buffer.concat([first, value]);
  }
  if (first.length === 0) throw usageError('USAGE_INPUT_EMPTY', 'it holds no bytes');
  return first;
}

async function nextOf(packed: AsyncGenerator<Uint8Array, void, undefined>, path: string) {
  try {
    return await packed.next();
  } catch (error) {
    throw usageError('USAGE_INPUT_NOT_READABLE', `${path}: ${reasonOf(error as NodeJS.ErrnoException)}`, error);
  }
}

async function* joined(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}

function unpacked(bytes: AsyncIterable<Uint8Array>, compression: Compression | undefined): AsyncIterable<Uint8Array> {
  if (compression === undefined) return bytes;
  const source = Readable.from(bytes, { objectMode: false, highWaterMark: chunkBytes });
  const unpacking =
    compression === 'gzip' ? createGunzip({ chunkSize: chunkBytes }) : createZstdDecompress({ chunkSize: chunkBytes });
  source.on('error', (error) => unpacking.destroy(error));
  return source.pipe(unpacking);
}
