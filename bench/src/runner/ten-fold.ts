import { freemem } from 'node:os';
import {
  type CaptureFile,
  type CaptureOptions,
  deleteCapture,
  describeCapture,
  ensureCapture,
  estimateBytes,
  freeBytes,
  packetsOf,
} from './capture-file.ts';
import type { Command } from './command.ts';
import { makeCommands, ours, tcpdump, tcptrace } from './commands.ts';
import { formatBytes, formatSeconds } from './format.ts';
import { type MeasureOptions, measure } from './measure.ts';
import { type Measurement, summarize } from './measurement.ts';
import { formatTable } from './table.ts';
import { warmPageCache } from './warm-page-cache.ts';

const compared = [ours, tcpdump, tcptrace];
const fold = 10;
const cutSnaplenBytes = 128;
const spareBytes = 2e9;
const unknown = '-';

export interface TenFoldOptions {
  readonly root: string;
  readonly capture: CaptureOptions;
  readonly measure: MeasureOptions;
  readonly keep: boolean;
  readonly say: (line: string) => void;
}

/**
 * Ten times the packets, in two ways: as ten times the connections with as many open at once, and as connections ten times as long.
 * The base is measured in the same rounds. Large files that this run made are deleted
 * afterwards, unless they are to be kept.
 */
export async function tenFold(options: TenFoldOptions): Promise<void> {
  const { say } = options;
  const base = chooseSnaplen(options.capture, say);
  const packets = packetsOf(base);
  const variants: readonly (readonly [string, CaptureOptions])[] = [
    ['ten times the connections', { ...base, connections: base.connections * fold, packets: packets * fold }],
    ['the same connections, ten times as long', { ...base, packets: packets * fold }],
  ];
  const small = ensureCapture({ ...base, packets }, say);
  for (const [title, variant] of variants) {
    const large = ensureCapture(variant, say);
    try {
      await compareSizes(title, small, large, options);
    } finally {
      if (large.made && !options.keep) deleteCapture(large);
    }
  }
}

async function compareSizes(
  title: string,
  small: CaptureFile,
  large: CaptureFile,
  options: TenFoldOptions,
): Promise<void> {
  const { say } = options;
  await warmPageCache(small.path);
  await warmPageCache(large.path);
  const smallCommands = select(options.root, small.path);
  const largeCommands = select(options.root, large.path);
  const limitMs = options.measure.limitMs * fold;
  const measurements = await measure([...smallCommands, ...largeCommands], { ...options.measure, limitMs });
  const rows = smallCommands.map((command, index) =>
    formatRow(command, measurements[index] as Measurement, measurements[index + smallCommands.length] as Measurement),
  );
  say('');
  say(`Ten-fold: ${title}`);
  say(`1 x: ${describeCapture(small)}`);
  say(`10 x: ${describeCapture(large)}`);
  say('');
  say(formatTable(['command', '1 x', '10 x', 'time ratio', '1 x peak', '10 x peak', 'memory ratio'], rows));
}

function select(root: string, file: string): readonly Command[] {
  return makeCommands(root, file).filter(({ name }) => compared.includes(name));
}

function formatRow(command: Command, small: Measurement, large: Measurement): readonly string[] {
  if (command.missing !== undefined) return [command.name, command.missing];
  const one = summarize(small);
  const ten = summarize(large);
  return [
    command.name,
    formatWall(small),
    formatWall(large),
    formatRatio(ten?.wallMs, one?.wallMs),
    formatPeak(one?.peakBytes),
    formatPeak(ten?.peakBytes),
    formatRatio(ten?.peakBytes, one?.peakBytes),
  ];
}

function formatWall(measurement: Measurement): string {
  const last = measurement.runs.at(-1);
  if (last?.kind === 'failed') return last.reason;
  if (last?.kind === 'stopped') return `over ${formatSeconds(last.limitMs)}`;
  const summary = summarize(measurement);
  return summary === undefined ? unknown : formatSeconds(summary.wallMs);
}

function formatPeak(bytes: number | undefined): string {
  return bytes === undefined ? unknown : formatBytes(bytes);
}

function formatRatio(ten: number | undefined, one: number | undefined): string {
  return ten === undefined || one === undefined ? unknown : (ten / one).toFixed(2);
}

/**
 * Whole frames when ten times the file fits on the disk and in the page cache; otherwise both sizes are cut to the headers, because a
 * large file that comes from the disk beside a small one from memory would measure the disk.
 */
function chooseSnaplen(capture: CaptureOptions, say: (line: string) => void): CaptureOptions {
  if (capture.snaplenBytes !== undefined) return capture;
  const bytes = estimateBytes({ ...capture, packets: packetsOf(capture) * fold });
  const free = freeBytes(capture.directory);
  const memory = freemem();
  if (bytes + spareBytes < free && bytes + spareBytes < memory) return capture;
  say(
    `Whole frames would need ${formatBytes(bytes)}; ${formatBytes(free)} of disk and ${formatBytes(memory)} of memory are free: ` +
      `frames are cut to ${cutSnaplenBytes} bytes, in both sizes.`,
  );
  return { ...capture, snaplenBytes: cutSnaplenBytes };
}
