import { statSync } from 'node:fs';
import type { CodedError } from '@fivewhys/evidence';
import { type ComparisonResult, compareCaptures, type UnreadInput, type VantageCapture } from '@fivewhys/vantages';
import { parseEndpointFilter } from './endpoint-filter.ts';
import { compareError, inputError } from './errors.ts';
import type { InputProgress } from './explain.ts';
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
 * @throws CodedError `COMPARE_TOO_FEW`, `COMPARE_NOT_A_FILE`, `COMPARE_NOTHING_IN_COMMON`, `INPUT_TWICE`, `FILTER_UNKNOWN`; and where fewer than two can be read, what reading
 * the first of the others throws
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
  const comparison = await compareCaptures(
    readable.map((vantage) => captureOf(vantage, onProgress)),
    { stream, wanted },
  );
  if (comparison.asked === 0) throw nothingInCommon(readable, comparison, stream, filter);
  return { version: 1, inputs: readable, unreadable, ...comparison };
}

/** Those that can be opened, and the others with their reasons. @throws the first reason where fewer than two are left */
function sorted(inputs: readonly Vantage[]): { readonly readable: Vantage[]; readonly unreadable: UnreadInput[] } {
  const files = new SeenFiles();
  const readable: Vantage[] = [];
  const unreadable: UnreadInput[] = [];
  let reason: CodedError | undefined;
  for (const vantage of inputs) {
    const { path } = vantage;
    try {
      assertFile(path);
      files.add(path);
      openInput(path).close();
      readable.push(vantage);
    } catch (error) {
      const coded = inputError(path, error);
      reason ??= coded;
      unreadable.push({ path, code: coded.code, message: coded.message });
    }
  }
  if (readable.length < 2 && reason !== undefined) throw namedError(unreadable[0]?.path ?? '', reason);
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

/** A reason alone does not say of which file. */
function namedError(path: string, error: CodedError): CodedError {
  error.message = `${path}: ${error.message}`;
  return error;
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
