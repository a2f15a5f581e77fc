import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type CaptureOptions, describeCapture, ensureCapture } from './runner/capture-file.ts';
import { makeCommands } from './runner/commands.ts';
import { formatComparison } from './runner/comparison-table.ts';
import { formatCount } from './runner/format.ts';
import { formatCheck } from './runner/format-check.ts';
import { describeMachine } from './runner/machine.ts';
import { type MeasureOptions, measure } from './runner/measure.ts';
import type { Measurement } from './runner/measurement.ts';
import { buildCommand } from './runner/published-command.ts';
import { checkRequirements } from './runner/requirements.ts';
import { timeProgram } from './runner/run-command.ts';
import { formatTable } from './runner/table.ts';
import { tenFold } from './runner/ten-fold.ts';
import { verifyExplain } from './runner/verify-explain.ts';
import { warmPageCache } from './runner/warm-page-cache.ts';

const usage = `usage: npm run bench -- [options]

Measures 'fivewhys explain' beside tcpdump, tcptrace and tshark on a generated capture, and checks its findings against what was generated.
  --rounds N        times each command is run, in turn (5)
  --time-limit S    seconds after which a command is stopped (60)
  --ten-fold        then measures ten times the packets (1 x beside 10 x)
  --only-ten-fold   measures nothing but that
  --keep            keeps the ten-fold captures
  --snaplen BYTES   keep only the first bytes of each frame, 128 or more
  --connections N   (40000)
  --packets N       about how many (51.25 for each connection)
  --seed N          (1)
  --data DIRECTORY  where the captures are (bench/data)
`;

const fullConnections = 40_000;
const root = resolve(import.meta.dirname, '../..');

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
}

await main();

async function main(): Promise<void> {
  const options = readOptions();
  if (options === 'help') {
    process.stdout.write(usage);
    return;
  }
  if (options === undefined) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  const withTime = existsSync(timeProgram);
  say(`Machine: ${describeMachine()}`);
  if (!withTime)
    say(`${timeProgram} is not installed (Debian: apt install time): CPU time and peak memory are unknown.`);
  const measureOptions: MeasureOptions = {
    directory: root,
    rounds: options.rounds,
    limitMs: options.limitSeconds * 1_000,
    withTime,
    onRun: (command, round) => progress(`round ${round} of ${options.rounds}: ${command.name}`),
  };
  buildCommand(root);
  if (!options.onlyTenFold) await compare(options.capture, measureOptions);
  if (options.tenFold) {
    await tenFold({ root, capture: options.capture, measure: measureOptions, keep: options.keep, say });
    progress('');
  }
}

async function compare(captureOptions: CaptureOptions, measureOptions: MeasureOptions): Promise<void> {
  const capture = ensureCapture(captureOptions, say);
  say(`Capture: ${describeCapture(capture)}`);
  await warmPageCache(capture.path);
  const commands = makeCommands(root, capture.path);
  const measurements = await measure(commands, measureOptions);
  progress('');
  say('');
  say(formatComparison(measurements));
  say('');
  sayRequirements(capture.truth.connections, measurements);
  say('');
  const check = verifyExplain(root, capture);
  say(formatCheck(check));
  if (!check.correct) process.exitCode = 1;
}

function sayRequirements(connections: number, measurements: readonly Measurement[]): void {
  if (connections !== fullConnections) {
    say(
      `What explain must be is stated for ${formatCount(fullConnections)} connections: in a small capture the start of the process counts most.`,
    );
    return;
  }
  const verdicts = { true: 'yes', false: 'NO', undefined: '-' };
  const rows = checkRequirements(measurements).map(({ claim, measured, met }) => [claim, measured, verdicts[`${met}`]]);
  say(formatTable(['required', 'measured', 'met'], rows));
}

interface Options {
  readonly capture: CaptureOptions;
  readonly rounds: number;
  readonly limitSeconds: number;
  readonly tenFold: boolean;
  readonly onlyTenFold: boolean;
  readonly keep: boolean;
}

function readOptions(): Options | 'help' | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    rounds: text,
    'time-limit': text,
    'ten-fold': flag,
    'only-ten-fold': flag,
    keep: flag,
    help: flag,
    snaplen: text,
    connections: text,
    packets: text,
    seed: text,
    data: text,
  };
  try {
    const { values } = parseArgs({ options });
    if (values.help) return 'help';
    return {
      capture: {
        directory: resolve(values.data ?? join(root, 'bench/data')),
        connections: wholeNumber(values.connections, fullConnections),
        packets: values.packets === undefined ? undefined : wholeNumber(values.packets, 0),
        seed: wholeNumber(values.seed, 1),
        snaplenBytes: values.snaplen === undefined ? undefined : wholeNumber(values.snaplen, 0),
      },
      rounds: wholeNumber(values.rounds, 5),
      limitSeconds: wholeNumber(values['time-limit'], 60),
      tenFold: values['ten-fold'] || values['only-ten-fold'],
      onlyTenFold: values['only-ten-fold'],
      keep: values.keep,
    };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return undefined;
  }
}

function wholeNumber(text: string | undefined, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${text}: expected a whole number from 1`);
  return value;
}
