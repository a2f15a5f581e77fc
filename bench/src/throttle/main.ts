/**
 * The throttle's own speed beside bare frameworks and its peers, and how right its figures are. Ratios of one run: variants take turns, round after round.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { describeMachine } from '../runner/machine.ts';
import { formatTable } from '../runner/table.ts';
import { mean, median } from '../statistics.ts';
import { millionAccountsMb } from './account-memory.ts';
import { burnsUs } from './attribution.ts';
import { Contestant, pin, type Turn } from './contestant.ts';
import { decisionNs } from './decision-time.ts';
import { type AttributionErrors, holdAttribution } from './hold-attribution.ts';

const withoutPeers = ['headless', 'unmeasured', 'throttled', 'exact', 'slices', 'redis'];
const variantsOf: Readonly<Record<string, readonly string[]>> = {
  'node:http': ['bare', 'again', ...withoutPeers],
  fastify: ['bare', 'again', 'hook', 'lines', ...withoutPeers, 'peer'],
  express: ['bare', 'again', 'lines', ...withoutPeers, 'peer', 'redis-peer'],
};

const usage = `usage: npm run bench:throttle -- [options]

  --rounds N      turns of each server (20)
  --servers N     of each variant, as no two processes of the same code are alike (3)
  --turn MS       how long a turn is (100)
  --each N        requests per account when attribution is held against the truth (500; of those that measure every request, no more)
  --only WHAT     speed or attribution
  --framework F   of speed, only node:http, fastify or express
  --work WHAT     of speed, only hello or 5ms
  --variants A,B  of speed, only these beside bare: ${[...new Set(Object.values(variantsOf).flat())].join(', ')}
  --loaded        beside two processes that take all the CPU they get, for attribution
`;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    servers: { type: 'string', default: '3' },
    turn: { type: 'string', default: '100' },
    each: { type: 'string', default: '500' },
    only: { type: 'string' },
    framework: { type: 'string' },
    work: { type: 'string' },
    variants: { type: 'string' },
    loaded: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const names: Readonly<Record<string, string>> = {
  again: 'the same once more',
  hook: 'an empty hook',
  lines: 'six constant headers, as lines',
  headless: 'throttled, nothing measured or said',
  unmeasured: 'throttled, nothing measured',
  throttled: 'throttled (auto, memory)',
  redis: 'throttled (auto, Redis)',
  exact: 'throttled, exact',
  slices: 'throttled, slices',
  'redis-peer': 'rate-limiter-flexible, Redis',
};
const peers: Readonly<Record<string, string>> = { fastify: '@fastify/rate-limit', express: 'express-rate-limit' };

function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** What is kept of bare: the ratio of each turn to the bare one of the same round, the median of these. */
function kept(bare: readonly Contestant[], servers: readonly Contestant[], pick: (turn: Turn) => number): number {
  const ratios = servers.flatMap(({ turns }, server) =>
    turns.map((turn, index) => pick(turn) / pick(bare[server]?.turns[index] as Turn)),
  );
  return median(ratios);
}

/** CPU time of a request in the quietest fifth of a server's turns: whoever else is on the machine slows down those that use more memory more. */
function quietCpuUs(servers: readonly Contestant[]): number {
  const quiet = servers.map(({ turns }) => {
    const sorted = turns.map(({ cpuUs }) => cpuUs).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 5)] ?? Number.NaN;
  });
  return mean(quiet);
}

async function compare(framework: string, workUs: number, redisPort: number | undefined): Promise<void> {
  const wanted = values.variants?.split(',');
  const variants = (variantsOf[framework] ?? []).filter(
    (variant) =>
      (redisPort !== undefined || !variant.startsWith('redis')) &&
      (wanted === undefined || variant === 'bare' || wanted.includes(variant)),
  );
  const contestants: Contestant[] = [];
  for (let server = 0; server < Number(values.servers); server++)
    for (const variant of variants) contestants.push(await Contestant.start(framework, variant, workUs, redisPort));
  for (const contestant of contestants) await contestant.warmUp();
  for (let round = 0; round < Number(values.rounds); round++) {
    // Each round begins with another one, as the first turn of a round is a little dearer.
    const first = round % contestants.length;
    for (const contestant of [...contestants.slice(first), ...contestants.slice(0, first)])
      await contestant.run(Number(values.turn));
  }
  for (const contestant of contestants) await contestant.stop();
  sayComparison(
    framework,
    workUs,
    Map.groupBy(contestants, ({ variant }) => variant),
  );
}

function sayComparison(framework: string, workUs: number, serversOf: ReadonlyMap<string, Contestant[]>): void {
  const bare = serversOf.get('bare') ?? [];
  const rows = [...serversOf].map(([variant, servers]) => {
    const turns = servers.flatMap((server) => server.turns);
    return [
      names[variant] ?? (variant === 'peer' ? peers[framework] : variant) ?? variant,
      median(turns.map(({ requestsPerSecond }) => requestsPerSecond)).toFixed(0),
      percent(kept(bare, servers, ({ requestsPerSecond }) => requestsPerSecond)),
      median(turns.map(({ cpuUs }) => cpuUs)).toFixed(1),
      percent(1 / kept(bare, servers, ({ cpuUs }) => cpuUs)),
      quietCpuUs(servers).toFixed(1),
      percent(quietCpuUs(bare) / quietCpuUs(servers)),
      `${median(turns.map(({ rssMb }) => rssMb)).toFixed(0)} MB`,
    ];
  });
  const heading = [
    'variant',
    'requests/s',
    'kept of bare',
    'CPU µs each',
    'kept, by CPU',
    'µs, when quiet',
    'kept, when quiet',
    'memory',
  ];
  say();
  say(`${framework}, ${workUs === 0 ? 'hello, world' : `${workUs / 1000} ms of CPU`}:`);
  say(formatTable(heading, rows));
}

async function speed(): Promise<void> {
  pin(process.pid, 1);
  const redis = await startRedis();
  // The load is never asleep and has Redis beside it on its core, which goes first.
  setPriority(constants.priority.PRIORITY_LOW);
  for (const framework of values.framework === undefined ? Object.keys(variantsOf) : [values.framework]) {
    if (values.work !== '5ms') await compare(framework, 0, redis?.port);
    if (values.work !== 'hello') await compare(framework, 5000, redis?.port);
  }
  redis?.process.kill();
  say();
  say(`a decision (enter, of an account among 10,000): ${(decisionNs() / 1000).toFixed(2)} µs`);
}

async function startRedis(): Promise<{ readonly port: number; readonly process: ChildProcess } | undefined> {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    say('redis-server is not installed (Debian: apt install redis-server): no rows with Redis.');
    return undefined;
  }
  const port = 21_000 + (process.pid % 1000);
  const server = spawn('redis-server', ['--port', String(port), '--save', '', '--bind', '127.0.0.1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const text of server.stdout) if (String(text).includes('Ready to accept')) break;
  return { port, process: server };
}

async function attribution(): Promise<void> {
  const burners = values.loaded ? [0, 1].map(() => spawn(process.execPath, ['-e', 'for (;;);'])) : [];
  const { emptyUs, errors } = await holdAttribution(Number(values.each)).finally(() => {
    for (const burner of burners) burner.kill();
  });
  say();
  say(`attribution, ${values.loaded ? 'beside two busy processes' : 'nothing beside it from here'}:`);
  say(
    `an empty request takes ${emptyUs.toFixed(0)} µs; then the error of requests above 1 ms, and how far off each account's charge is`,
  );
  const accounts = Object.values(burnsUs).map((us) => (us === 0 ? 'empty' : `${us / 1000} ms`));
  const rows = errors.map(({ attributor, requestsEach, requestMedian, request95, charged }) => [
    attributor,
    String(requestsEach),
    percent(requestMedian),
    percent(request95),
    ...Object.values(charged).map(percent),
  ]);
  say(formatTable(['attributor', 'requests each', 'request, median', '95 %', ...accounts], rows));
  sayRequired(errors);
}

function sayRequired(errors: readonly AttributionErrors[]): void {
  const of = (name: string): AttributionErrors | undefined => errors.find(({ attributor }) => attributor === name);
  const { requestMedian = Number.NaN, request95 = Number.NaN } = of('exact') ?? {};
  // Of the account that burns nothing the whole truth is an estimate.
  const { empty, ...burning } = of('sampled')?.charged ?? {};
  const worst = Math.max(...Object.values(burning).map(Math.abs));
  const decisionUs = decisionNs() / 1000;
  const megabytes = millionAccountsMb();
  const rows = [
    [
      'exact: a request above 1 ms within 5 %, the one in the middle',
      percent(requestMedian),
      met(requestMedian <= 0.05),
    ],
    ['exact: a request above 1 ms within 5 %, 95 of 100', percent(request95), met(request95 <= 0.05)],
    [
      `sampled: each account that burns something within 5 % over ${of('sampled')?.requestsEach} requests`,
      percent(worst),
      met(worst <= 0.05),
    ],
    ['a decision in 2 µs', `${decisionUs.toFixed(2)} µs`, met(decisionUs <= 2)],
    ['a million accounts in 150 MB', `${megabytes.toFixed(0)} MB`, met(megabytes <= 150)],
  ];
  say();
  say(formatTable(['required', 'measured', 'met'], rows));
}

function met(holds: boolean): string {
  return holds ? 'yes' : 'NO';
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

if (values.help) process.stdout.write(usage);
else {
  say(`Machine: ${describeMachine()}`);
  if (values.only !== 'attribution') await speed();
  if (values.only !== 'speed') await attribution();
}
