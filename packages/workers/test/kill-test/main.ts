// The kill test at its full length: `npm run kill-test`, or with the number of kills and the containment behind `--`.
import { containments } from '../fixtures/containments.ts';
import { runKills } from './run-kills.ts';

const [kills = '1000', want = containments[0]] = process.argv.slice(2);
const seed = 20_260_301;
const beganMs = performance.now();
const result = await runKills({
  want: want === 'cookie' ? 'cookie' : 'cgroup',
  kills: Number(kills),
  boundMs: 15 * 60_000,
  seed,
});
const { sweepsMs, violations, ...rest } = result;
const at = (share: number) => sweepsMs[Math.floor(share * (sweepsMs.length - 1))];
console.log(
  JSON.stringify({ want, seed, ...rest, sweepMs: { p50: at(0.5), p99: at(0.99), longest: at(1) } }, undefined, 2),
);
console.log(
  `${Math.round((performance.now() - beganMs) / 1000)} s; violations: ${violations.length === 0 ? 'none' : violations.join('; ')}`,
);
const lost = result.jobs - result.completed;
if (violations.length > 0 || lost !== 0) process.exitCode = 1;
