/**
 * How long `fivewhys usage` takes for a log of about a gigabyte, and what memory: whole processes of the published command, from start to exit.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Command } from '../runner/command.ts';
import { describeMachine } from '../runner/machine.ts';
import { measure } from '../runner/measure.ts';
import { summarize } from '../runner/measurement.ts';
import { buildCommand, commandArgv } from '../runner/published-command.ts';
import { timeProgram } from '../runner/run-command.ts';
import { formatTable } from '../runner/table.ts';
import { warmPageCache } from '../runner/warm-page-cache.ts';

const usage = `usage: npm run bench:usage -- [options]

Writes a log of usage records into bench/data on first use, and measures what is asked of it.
  --requests N    records in it (2400000, which is about 1 GB)
  --accounts N    whose they are (200000)
  --rounds N      runs of each (3)
  --only NAME     one of them
`;

const root = join(import.meta.dirname, '../../..');
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '2400000' },
    accounts: { type: 'string', default: '200000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(usage);
else await main();

async function main(): Promise<void> {
  const file = join(root, `bench/data/usage-${values.requests}-${values.accounts}.jsonl`);
  if (!existsSync(file)) generate(file);
  buildCommand(root);
  await warmPageCache(file);
  const megabytes = statSync(file).size / 1e6;
  say(describeMachine());
  say(`${values.requests} usage records of ${values.accounts} accounts over a week, ${megabytes.toFixed(0)} MB`);
  const measurements = await measure(commandsFor(file), {
    rounds: Number(values.rounds),
    directory: root,
    limitMs: 600_000,
    withTime: existsSync(timeProgram),
    onRun: ({ name }, round) => process.stderr.write(`${name}, round ${round}\n`),
  });
  const rows = measurements.map((measurement) => {
    const found = summarize(measurement);
    if (found === undefined) return [measurement.command.name, reasonOf(measurement.runs[0]), '', '', ''];
    const { wallMs, fastestMs, slowestMs, cpuMs, peakBytes } = found;
    return [
      measurement.command.name,
      `${(wallMs / 1000).toFixed(1)} s`,
      `${(fastestMs / 1000).toFixed(1)} to ${(slowestMs / 1000).toFixed(1)} s`,
      cpuMs === undefined ? '' : `${(cpuMs / 1000).toFixed(1)} s`,
      peakBytes === undefined ? '' : `${(peakBytes / 1e6).toFixed(0)} MB`,
    ];
  });
  say(formatTable(['asked', 'wall time', 'from, to', 'CPU time', 'peak memory'], rows));
}

function commandsFor(file: string): Command[] {
  const asked: Readonly<Record<string, readonly string[]>> = {
    usage: [],
    '--recommend --window 1m': ['--recommend', '--window', '1m'],
    '--simulate 100000/1h': ['--simulate', '100000/1h'],
    '--incident': ['--incident', '2026-03-07T12:00Z..2026-03-07T13:00Z'],
  };
  return Object.entries(asked)
    .filter(([name]) => values.only === undefined || values.only === name)
    .map(([name, more]) => ({
      name,
      argv: commandArgv(root, 'usage', file, ...more),
      goodStatuses: [0, 1],
      once: false,
      missing: undefined,
    }));
}

function generate(file: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  const script = join(root, 'bench/src/generate-usage-log.ts');
  const { requests, accounts } = values;
  execFileSync(process.execPath, [
    script,
    '--out',
    file,
    '--requests',
    requests,
    '--accounts',
    accounts,
    '--hours',
    '168',
  ]);
}

function reasonOf(run: { readonly kind: string; readonly reason?: string } | undefined): string {
  return run?.reason ?? run?.kind ?? '';
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
