import { ours } from './commands.ts';
import { formatBytes, formatSeconds } from './format.ts';
import { type Measurement, type Summary, summarize } from './measurement.ts';
import { formatTable } from './table.ts';

const unknown = '-';
const heading = ['command', 'wall, median', 'min to max', 'CPU', 'peak memory', 'wall ratio', 'CPU ratio'];

/** The table of all commands, the ratios to `fivewhys explain`. A command that was not measured has a row that says why. */
export function formatComparison(measurements: readonly Measurement[]): string {
  const base = measurements.find(({ command }) => command.name === ours);
  const baseSummary = base === undefined ? undefined : summarize(base);
  return formatTable(
    heading,
    measurements.map((measurement) => formatRow(measurement, baseSummary)),
  );
}

function formatRow(measurement: Measurement, base: Summary | undefined): readonly string[] {
  const { command, runs } = measurement;
  if (command.missing !== undefined) return [command.name, command.missing];
  const summary = summarize(measurement);
  const last = runs.at(-1);
  if (last?.kind === 'failed') return [command.name, last.reason];
  if (last?.kind === 'stopped') {
    const ratio = base === undefined ? unknown : `over ${(last.limitMs / base.wallMs).toFixed(2)}`;
    return [command.name, `over ${formatSeconds(last.limitMs)}`, 'stopped', unknown, unknown, ratio, unknown];
  }
  if (summary === undefined) return [command.name, 'not run'];
  return [
    command.name,
    formatSeconds(summary.wallMs),
    `${(summary.fastestMs / 1_000).toFixed(2)} to ${formatSeconds(summary.slowestMs)}`,
    summary.cpuMs === undefined ? unknown : formatSeconds(summary.cpuMs),
    summary.peakBytes === undefined ? unknown : formatBytes(summary.peakBytes),
    formatRatio(summary.wallMs, base?.wallMs),
    formatRatio(summary.cpuMs, base?.cpuMs),
  ];
}

function formatRatio(value: number | undefined, base: number | undefined): string {
  return value === undefined || base === undefined ? unknown : (value / base).toFixed(2);
}
