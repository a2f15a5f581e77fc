import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Manual, setManual } from '../manual.ts';
import { PhaseLine } from '../phase-line.ts';
import { printRendering } from '../print-rendering.ts';
import { showProgress } from '../show-progress.ts';
import { StandardInput } from '../standard-input.ts';

/** As @fivewhys/usage has them; it is loaded only when it runs, for it brings a database. A test holds the two together. */
const formats = ['text', 'json', 'markdown', 'html', 'csv', 'svg'] as const;

/** What is being done once the logs are read, in words. */
const doing = {
  accounts: 'summing up accounts',
  percentiles: 'working out percentiles',
  endpoints: 'comparing endpoints',
  simulation: 'replaying the log with the limit',
  incident: 'explaining the incident',
} as const;

interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

interface UsageFlags {
  readonly format: (typeof formats)[number];
  readonly window?: number;
  readonly top?: number;
  readonly recommend?: true;
  readonly percentile?: number;
  readonly simulate?: { readonly units: number; readonly windowMs?: number };
  readonly incident?: Stretch;
  readonly baseline?: Stretch;
  readonly memory?: number;
  readonly color: boolean;
  readonly ascii?: true;
  readonly verbose?: true;
}

const manual: Manual = {
  about: [
    'Reads the usage records that @fivewhys/throttle writes, or the access logs of load balancers that log its X-Usage headers (recipes are in docs/throttling.md), and says who uses how much of a service, how that is spread, and which limit would leave all but the few alone.',
    'Logs are told by their content, and may be packed with gzip or zstd. Lines that can’t be read are counted and named, and never stop it. The rows go to a temporary database, in the folder that TMPDIR names, so that memory is bounded whatever the size of the logs.',
    'Windows and times are in UTC. docs/usage.md has the methods and all fields of the JSON output.',
  ],
  examples: [
    ['fivewhys usage usage.jsonl', 'who uses what'],
    ['fivewhys usage access.log access.log.1.gz --recommend', 'and which limit to set'],
    [
      'fivewhys usage usage.jsonl --simulate 200000/1h',
      'who would have been throttled by that limit, when, and how much load it would have taken off',
    ],
    [
      'fivewhys usage usage.jsonl --incident 2026-03-01T17:00Z..2026-03-01T17:30Z',
      'why the load rose in that half hour',
    ],
    ['fivewhys usage usage.jsonl --format html > usage.html', 'one page with the graph of the top 1,000'],
    ['fivewhys usage usage.jsonl --format csv > accounts.csv', 'the top accounts, for a spreadsheet'],
  ],
  exitStatus: [
    [
      '0',
      'done; also where no limit can be recommended, and where --incident finds no more load than usual or can’t tell',
    ],
    ['1', '--incident, and the load rose in it more than is usual'],
    ['2', 'wrong usage, no database, or an answer that could not be written'],
    ['3', 'no input could be read at all'],
  ],
  seeAlso: 'docs/throttling.md: how cost is measured, and limits enforced.',
};

/** Adds the command `usage`. */
export function addUsage(program: Command): void {
  const command = program
    .command('usage')
    .description('say who uses how much of a service, which limit to set, and what it would have done')
    .argument('<file...>', 'usage records or access logs; also .gz, .zst; - is standard input')
    .addOption(new Option('--format <format>', 'how to print').choices(formats).default('text'))
    .option('--window <time>', "in which an account's use is summed, such as 10m or 1h (default: 1h)", parseTime)
    .option('--top <number>', 'how many accounts are listed (default: 1000)', parseCount)
    .option('--recommend', 'recommend a limit for a window')
    .option('--percentile <number>', 'from which it is taken (default: 99.99)', parseNumber)
    .option('--simulate <limit>', 'replay the log with a limit, UNITS or UNITS/TIME', parseLimit)
    .option('--incident <span>', 'explain a stretch, FROM..TO, such as 2026-03-01T17:00Z..2026-03-01T17:30Z', parseSpan)
    .option('--baseline <span>', 'what it is compared with (default: what is before it)', parseSpan)
    .option('--memory <megabytes>', 'what the database may take (default: 512)', parseCount)
    .option('--verbose', 'everything in full')
    .option('--no-color', 'no colours (they are used on a terminal only, and not with NO_COLOR set)')
    .option('--ascii', 'only ASCII characters')
    .action(run);
  setManual(command, manual);
}

async function run(files: readonly string[], flags: UsageFlags): Promise<void> {
  const { analyzeUsage, renderUsage } = await import('@fivewhys/usage');
  const input = new StandardInput((sentence) => process.stderr.write(`${sentence}\n`));
  const inputs = files.map((file) => (file === '-' ? { path: file, bytes: input } : file));
  const { window: windowMs, memory: memoryMegabytes, top, recommend, percentile, simulate, incident, baseline } = flags;
  const asked = { windowMs, memoryMegabytes, top, recommend, percentile, simulate, incident, baseline };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const line = new PhaseLine();
  const report = await analyzeUsage(inputs, {
    ...given,
    onProgress: showProgress('reading'),
    onPhase: (phase) => line.begin(doing[phase]),
  }).finally(() => line.end());
  input.close();
  for (const { path, code, message } of report.unreadable) {
    if (flags.format === 'csv' || flags.format === 'svg')
      process.stderr.write(`${path}: not read: ${message} (${code})\n`);
  }
  await printRendering(flags, (options) => renderUsage(report, flags.format, options));
}

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

function parseTime(text: string): number {
  const [, value, unit = 's'] = /^(\d+(?:\.\d+)?)(s|m|min|h|d)?$/.exec(text) ?? [];
  const ms = Number(value) * (unitMs[unit] ?? 0);
  if (!(ms > 0)) throw new InvalidArgumentError('a time is a number with s, m, h or d, such as 10m.');
  return ms;
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('it is a whole number from 1.');
  return Number(text);
}

function parseNumber(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('it is a number.');
  return Number(text);
}

function parseLimit(text: string): { units: number; windowMs?: number } {
  const [, limit, window] = /^(\d+(?:\.\d+)?)(?:\/(.+))?$/.exec(text) ?? [];
  if (!(Number(limit) > 0)) throw new InvalidArgumentError('a limit is UNITS or UNITS/TIME, such as 200000/1h.');
  return { units: Number(limit), ...(window === undefined ? {} : { windowMs: parseTime(window) }) };
}

/** Without a zone a time is in UTC, as all that is printed. */
function parseSpan(text: string): Stretch {
  const [fromMs, toMs] = text.split('..').map(instantMs);
  if (fromMs === undefined || toMs === undefined || !(toMs > fromMs)) {
    throw new InvalidArgumentError('it is FROM..TO, two times such as 2026-03-01T17:00Z, the earlier first.');
  }
  return { fromMs, toMs };
}

function instantMs(text: string): number | undefined {
  const [, date, time, zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const ms = date === undefined ? Number.NaN : Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}
