import { statSync } from 'node:fs';
import type { CodedError } from '@fivewhys/evidence';
import {
  type ComparisonResult,
  compareCaptures,
  UnreadableCapture,
  type UnreadInput,
  type VantageCapture,
} from '@fivewhys/vantages';
import { parseEndpointFilter } from './endpoint-filter.ts';
import { compareError, inputError } from './errors.ts';
import type { InputProgress } from './input-progress.ts';
import { openInput } from './open-input.ts';
import { SeenFiles } from './seen-files.ts';
import type { Vantage } from './vantage.ts';

/** What is compared. All that went wrong, and as much of the rest as memory allows, where nothing is given. */
export interface CompareOptions {
  /** Only the connection that is this stream in the first capture. */
  readonly stream?: number | undefined;
  /** Only connections with this end in one of the captures: `HOST`, `HOST:PORT`, `:PORT`, `[IPV6]:PORT`. */
  readonly filter?: string | undefined;
  /** Told now and then how far a capture is read (each is read twice), and once when it is done with. */
  readonly onProgress?: ((progress: InputProgress) => void) | undefined;
}

/**
 * Compares captures of the same connections that were taken at different places: what was lost, made and changed between them.
 *
 *     const { connections } = await compare(['client.pcap', 'server.pcap']);
 *     await compare([{ name: 'originator', path: 'client.pcap' }, { name: 'responder', path: 'server.pcap' }], { filter: ':443' });
 *
 * @param captures paths of files; they are read twice, so a pipe won't do
 * @throws CodedError `COMPARE_TOO_FEW` where fewer than two are named or can be read, `COMPARE_NOTHING_IN_COMMON`, `FILTER_UNKNOWN`
 */
export async function compare(
  captures: readonly (string | Vantage)[],
  { stream, filter, onProgress }: CompareOptions = {},
): Promise<ComparisonResult> {
  const wanted = filter === undefined ? undefined : parseEndpointFilter(filter);
  const inputs = captures.map((one) => (typeof one === 'string' ? { name: undefined, path: one } : one));
  if (inputs.length < 2) {
    throw compareError('COMPARE_TOO_FEW', 'a comparison takes two captures or more, taken at different places');
  }
  const { readable, unreadable } = sorted(inputs);
  for (;;) {
    if (readable.length < 2) throw tooFewReadable(unreadable);
    try {
      const comparison = await compareCaptures(
        readable.map((vantage) => captureOf(vantage, onProgress)),
        { stream, wanted },
      );
      if (comparison.asked === 0 && comparison.guesses.length === 0)
        throw nothingInCommon(readable, comparison, stream, filter);
      return { version: 1, inputs: readable, unreadable, ...comparison };
    } catch (error) {
      if (!(error instanceof UnreadableCapture)) throw error;
      // The others are compared without it.
      const [{ path }] = readable.splice(error.input, 1) as [Vantage];
      const { code, message } = inputError(path, error.cause);
      unreadable.push({ path, code, message });
    }
  }
}

/** What one capture of several interfaces (`-i any`) shows of its own host: what came in and never went out, and what went out and never came in. */
export async function compareInterfaces(
  path: string,
  { stream, filter, onProgress }: CompareOptions = {},
): Promise<ComparisonResult> {
  const wanted = filter === undefined ? undefined : parseEndpointFilter(filter);
  const inputs = [{ name: undefined, path }];
  const comparison = await compareCaptures(
    inputs.map((vantage) => captureOf(vantage, onProgress)),
    { stream, wanted },
  );
  return { version: 1, inputs, unreadable: [], ...comparison };
}

function tooFewReadable(unreadable: readonly UnreadInput[]): Error {
  const reasons = unreadable.map(({ path, message, code }) => `${path}: ${message} (${code})`);
  return compareError('COMPARE_TOO_FEW', `fewer than two captures could be read: ${reasons.join('; ')}`);
}

/** Those that can be opened, and the others with their reasons. */
function sorted(inputs: readonly Vantage[]): { readonly readable: Vantage[]; readonly unreadable: UnreadInput[] } {
  const files = new SeenFiles();
  const readable: Vantage[] = [];
  const unreadable: UnreadInput[] = [];
  for (const vantage of inputs) {
    const { path } = vantage;
    try {
      assertFile(path);
      files.add(path);
      openInput(path).close();
      readable.push(vantage);
    } catch (error) {
      const { code, message } = inputError(path, error);
      unreadable.push({ path, code, message });
    }
  }
  return { readable, unreadable };
}

function assertFile(path: string): void {
  if (path === '-' || statSync(path, { throwIfNoEntry: false })?.isFIFO() === true) {
    throw compareError(
      'COMPARE_NOT_A_FILE',
      'captures that are compared are read twice; save what comes by a pipe first',
    );
  }
}

function captureOf({ name, path }: Vantage, onProgress: CompareOptions['onProgress']): VantageCapture {
  let totalBytes: number | undefined;
  let read = 0;
  const tell = (done: boolean) => onProgress?.({ path, bytesRead: read, totalBytes, done });
  return {
    name,
    open() {
      const opened = openInput(path);
      totalBytes = opened.totalBytes;
      return {
        source: opened.source,
        close() {
          opened.close();
          tell(true);
        },
      };
    },
    onProgress(bytesRead) {
      read = bytesRead;
      tell(false);
    },
  };
}

function nothingInCommon(
  inputs: readonly Vantage[],
  { surveys, inCommon }: Pick<ComparisonResult, 'surveys' | 'inCommon'>,
  stream: number | undefined,
  filter: string | undefined,
): CodedError {
  const counts = inputs.map(({ path }, input) => {
    const { sightings, leftOut } = surveys[input] ?? { sightings: [], leftOut: 0 };
    return `${path} has ${sightings.length + leftOut} connections`;
  });
  const asked =
    stream === undefined && filter === undefined
      ? 'no connection is in two of the captures'
      : `of ${inCommon} connections in common none is ${[stream === undefined ? [] : [`stream ${stream} of ${inputs[0]?.path}`], filter === undefined ? [] : [`one with the end ${filter}`]].flat().join(' and ')}`;
  return compareError(
    'COMPARE_NOTHING_IN_COMMON',
    `${asked}: ${counts.join(', ')}; compared were the initial sequence numbers of both ends, timestamps, and the ranges of sequence numbers. A proxy that ends connections makes others behind it`,
  );
}
