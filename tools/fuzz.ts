import process from 'node:process';
import { parseArgs } from 'node:util';
import { fuzzTarget } from './fuzz/fuzz-target.ts';
import { findTarget, targets } from './fuzz/targets/index.ts';

/**
 * Tries made-up inputs on everything that takes bytes from strangers. What it finds is kept in `test/fuzz-finds/` and tried again by every test run.
 *
 *     npm run fuzz                                        # each target for a minute, with a seed of the day
 *     npm run fuzz -- --seconds 600 --target pcapng       # one of them for longer
 *     npm run fuzz -- --seed 42                           # the same inputs again
 */
const usage = `usage: npm run fuzz -- [--seconds N] [--seed N] [--target NAME]...

  --seconds N    for each target (60)
  --seed N       the same inputs again; else one of the day
  --target NAME  one of ${targets.map(({ name }) => name).join(', ')}
`;

function readOptions() {
  const options = {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    target: { type: 'string', multiple: true },
    help: { type: 'boolean', default: false },
  } as const;
  return orRefuse(() => parseArgs({ options }).values);
}

function orRefuse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return refuse((error as Error).message);
  }
}

function refuse(reason: string): never {
  process.stderr.write(`${reason}\n\n${usage}`);
  process.exit(2);
}

const values = readOptions();
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const seconds = Number(values.seconds);
const seed = values.seed === undefined ? Date.now() % 0x7fff_ffff : Number(values.seed);
if (!(seconds > 0)) refuse(`--seconds ${values.seconds}: not a number above 0`);
if (!Number.isSafeInteger(seed)) refuse(`--seed ${values.seed}: not a whole number`);
const chosen = orRefuse(() => values.target?.map(findTarget) ?? targets);
let finds = 0;
for (const target of chosen) {
  const report = await fuzzTarget(target, seconds, seed);
  finds += report.finds.length;
  const rate = Math.round(report.inputs / seconds);
  const memory = Math.round(report.peakMemoryBytes / 1024 ** 2);
  console.log(
    `${target.name.padEnd(14)} ${report.inputs} inputs, ${rate}/s, at most ${memory} MiB, seed ${seed}, ${report.finds.length} finds`,
  );
  for (const { message, path, iteration } of report.finds)
    console.log(`  ${path} (input ${iteration})\n    ${message.replaceAll('\n', '\n    ')}`);
}
process.exitCode = finds === 0 ? 0 : 1;
