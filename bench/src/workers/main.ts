/**
 * What supervision costs, and what becomes of orphans, beside PM2: `npm run bench:workers`, with `-- --deaths 300` for more than the usual hundred deaths.
 */
import { cpus, loadavg, release } from 'node:os';
import { parseArgs } from 'node:util';
import { formatTable } from '../runner/table.ts';
import type { Contestant } from './contestant.ts';
import { measureCost } from './cost.ts';
import { Fivewhys } from './fivewhys.ts';
import { Pm2 } from './pm2.ts';
import { playStory } from './story.ts';

const { values } = parseArgs({
  options: {
    deaths: { type: 'string', default: '100' },
    workers: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '20' },
    only: { type: 'string' },
    of: { type: 'string', default: '' },
  },
});
const workers = Number(values.workers);

console.log(
  `Machine: ${cpus().length} cores, ${cpus()[0]?.model}, Linux ${release()}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)} at the start\n`,
);
if (values.only !== 'story') await cost();
if (values.only !== 'cost') await story();

async function cost(): Promise<void> {
  const contestants: readonly Contestant[] = [
    new Fivewhys('cgroup'),
    new Fivewhys('cookie'),
    new Fivewhys('cgroup', { hard: '900M' }),
    new Fivewhys('cookie', { hard: '900M' }),
    new Pm2(),
  ];
  const rows: string[][] = [];
  for (const contestant of contestants.filter(isAsked)) {
    const { cpuPercent, memoryBytes } = await measureCost(contestant, workers, 1000 * Number(values.seconds));
    rows.push([contestant.name, `${cpuPercent.toFixed(2)} %`, `${(memoryBytes / 1e6).toFixed(0)} MB`]);
  }
  console.log(formatTable([`supervising ${workers} workers`, 'CPU, of a core', 'memory'], rows));
  console.log();
}

async function story(): Promise<void> {
  const deaths = Number(values.deaths);
  const contestants = [new Fivewhys('cgroup'), new Fivewhys('cookie'), new Pm2()];
  const rows: string[][] = [];
  for (const contestant of contestants.filter(isAsked)) {
    // Five seconds are waited for each death that leaves orphans, and what PM2 does does not vary.
    const { gone, restarted, orphansLeft, orphanBytes, ownBytes } = await playStory(
      contestant,
      contestant instanceof Pm2 ? Math.min(deaths, 20) : deaths,
    );
    rows.push([
      contestant.name,
      String(gone.length),
      at(gone, 0.5),
      at(gone, 0.99),
      String(orphansLeft),
      `${(orphanBytes / 1e6).toFixed(1)} MB`,
      at(restarted, 0.5),
      at(restarted, 0.99),
      `${(ownBytes / 1e6).toFixed(0)} MB`,
    ]);
  }
  const heading = [
    'a parent with 4 descendants is aborted',
    'deaths',
    'no orphans after, p50',
    'p99',
    'orphans left',
    'they hold',
    'runs again after, p50',
    'p99',
    'itself holds',
  ];
  console.log(formatTable(heading, rows));
}

/** `--of PM2`, `--of cookie`: those alone whose name holds it. */
function isAsked({ name }: Contestant): boolean {
  return name.includes(values.of);
}

/** A share of the values in order; those that never came are the longest. */
function at(times: readonly (number | undefined)[], share: number): string {
  const sorted = times.map((ms) => ms ?? Number.POSITIVE_INFINITY).toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.POSITIVE_INFINITY;
  return Number.isFinite(value) ? `${value.toFixed(0)} ms` : 'never';
}
