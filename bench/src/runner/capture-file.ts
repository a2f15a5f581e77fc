import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import process from 'node:process';
import { defaultPackets } from '../traffic/default-packets.ts';
import type { Truth } from '../traffic/truth.ts';
import { formatBytes, formatCount } from './format.ts';

/** Raised when the generator writes other bytes for the same options, so that an old file is not taken for a new one. */
const generation = 1;
const spareBytes = 1e9;
const bytesPerFrame = 870;
const cutBytesPerFrame = 136;

export interface CaptureOptions {
  readonly directory: string;
  readonly connections: number;
  readonly packets: number | undefined;
  readonly seed: number;
  /** Undefined: whole frames. */
  readonly snaplenBytes: number | undefined;
}

export interface CaptureFile {
  readonly path: string;
  readonly truth: Truth;
  /** False: it was there before this run. */
  readonly made: boolean;
}

/** The capture with these options: as it is when it was made before, otherwise generated now. Says what it writes before it writes. */
export function ensureCapture(options: CaptureOptions, say: (line: string) => void): CaptureFile {
  const path = join(options.directory, `${nameOf(options)}.pcap`);
  const truthPath = truthPathOf(path);
  const made = !existsSync(path) || !existsSync(truthPath);
  if (made) generate(options, path, truthPath, say);
  const truth = JSON.parse(readFileSync(truthPath, 'utf8')) as Truth;
  if (statSync(path).size !== truth.fileBytes) {
    throw new Error(`${path} has ${statSync(path).size} bytes and its truth says ${truth.fileBytes}: delete both`);
  }
  return { path, truth, made };
}

export function deleteCapture({ path }: CaptureFile): void {
  rmSync(path);
  rmSync(truthPathOf(path));
}

/** About how large the file will be. */
export function estimateBytes(options: CaptureOptions): number {
  const bytes = options.snaplenBytes === undefined ? bytesPerFrame : cutBytesPerFrame;
  return packetsOf(options) * bytes;
}

export function freeBytes(directory: string): number {
  mkdirSync(directory, { recursive: true });
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

function generate(options: CaptureOptions, path: string, truthPath: string, say: (line: string) => void): void {
  const bytes = estimateBytes(options);
  const free = freeBytes(options.directory);
  say(`Writing ${relative(process.cwd(), path)}: about ${formatBytes(bytes)}, ${formatBytes(free)} are free.`);
  if (free < bytes + spareBytes) {
    throw new Error(
      `${options.directory}: ${formatBytes(bytes + spareBytes)} of free space are needed, there are ${formatBytes(free)}`,
    );
  }
  const script = join(import.meta.dirname, '../generate-capture.ts');
  const partial = `${path}.partial`;
  const args = [
    ...['--out', partial, '--truth', truthPath, '--seed', String(options.seed)],
    ...['--connections', String(options.connections), '--packets', String(packetsOf(options))],
    ...(options.snaplenBytes === undefined ? [] : ['--snaplen', String(options.snaplenBytes)]),
  ];
  const startedMs = performance.now();
  const { status } = spawnSync(process.execPath, [script, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`the generator ended with status ${status}`);
  flushToDisk(partial);
  renameSync(partial, path);
  say(`Written in ${((performance.now() - startedMs) / 1_000).toFixed(1)} s.`);
}

/** Otherwise the kernel would still be writing while the first commands are measured. */
function flushToDisk(path: string): void {
  const fd = openSync(path, 'r+');
  fsyncSync(fd);
  closeSync(fd);
}

export function packetsOf(options: CaptureOptions): number {
  return options.packets ?? defaultPackets(options.connections);
}

function truthPathOf(path: string): string {
  return path.replace(/\.pcap$/, '.truth.json');
}

function nameOf(options: CaptureOptions): string {
  const cut = options.snaplenBytes === undefined ? '' : `-snaplen-${options.snaplenBytes}`;
  return `v${generation}-${options.connections}-connections-${packetsOf(options)}-packets-seed-${options.seed}${cut}`;
}

/** One line that says what is in the file. */
export function describeCapture({ truth }: CaptureFile): string {
  return [
    `${formatCount(truth.connections)} connections (at most ${formatCount(truth.peakOpenConnections)} open at once)`,
    `${formatCount(truth.frames)} packets, ${formatBytes(truth.fileBytes)}`,
    `${formatCount(truth.resetConnections)} connections reset by ${formatCount(truth.resetFrames)} RST segments`,
    `${(100 * truth.sameConnectionShare).toFixed(1)} % of packets follow one of their own connection`,
  ].join('; ');
}
