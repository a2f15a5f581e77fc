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
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    target: { type: 'string', multiple: true },
  },
});
const seconds = Number(values.seconds);
const seed = values.seed === undefined ? Date.now() % 0x7fff_ffff : Number(values.seed);
if (!(seconds > 0) || !Number.isSafeInteger(seed)) {
  console.error('usage: npm run fuzz -- [--seconds N] [--seed N] [--target NAME]...');
  process.exit(2);
}
let finds = 0;
for (const target of values.target?.map(findTarget) ?? targets) {
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
