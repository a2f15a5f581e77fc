import { z } from 'zod';

/**
 * The output of `fivewhys usage --format json`, as zod has it. Not shipped: `npm run schema` makes usage-report.schema.json and the tables of docs/usage.md from it. Objects are strict, so
 * that a field which is written and nobody described fails a test.
 */
const amount = z.int().min(0);
const number = z.number();
const text = z.string();

/** A field with its meaning and an example. */
function described<T extends z.ZodType>(schema: T, description: string, example: z.input<T>): T {
  return schema.meta({ description, examples: [example] }) as T;
}

const instant = (description: string) => described(z.iso.datetime(), description, '2026-03-01T17:15:00.320Z');
const share = (description: string) => described(number.min(0).max(1), description, 0.42);
const windowMs = described(number, 'Milliseconds of a window.', 3_600_000);

const damage = z
  .strictObject({
    line: described(amount, 'The line, from 1.', 812),
    reason: described(text, 'What is wrong with it.', 'the field cost is missing'),
  })
  .meta({ id: 'DamagedLine', description: 'A line that could not be read.' });

const input = z
  .strictObject({
    path: described(text, 'The log, as it was named.', 'usage.jsonl'),
    kind: described(
      z.enum(['usage-record', 'access-json', 'access-combined']),
      'What most of its lines are.',
      'usage-record',
    ),
    compression: described(z.enum(['gzip', 'zstd']), 'How it is packed; left out where it is not.', 'gzip').optional(),
    lines: described(amount, 'Lines in it.', 120_000),
    records: described(amount, 'Lines that tell what a request cost, or those of a window.', 119_000),
    unattributedRecords: described(amount, 'Records of CPU time that went to no account.', 900),
    linesWithoutCost: described(amount, 'Lines of an access log that tell no cost.', 99),
    recordsWithoutDuration: described(
      amount,
      'Of the records: of single requests that tell no duration, and are replayed as if they took none.',
      0,
    ),
    damagedLines: described(amount, 'Lines that could not be read; they are left out.', 1),
    damage: z.array(damage).meta({ description: 'The first hundred of them.' }),
  })
  .meta({ id: 'UsageInput', description: 'A log that was read.' });

const unread = z
  .strictObject({
    path: described(text, 'The input, as it was named.', 'gone.jsonl'),
    code: described(text, 'See errors.md.', 'USAGE_INPUT_NOT_READABLE'),
    message: described(text, 'Why, in words.', 'no such file'),
  })
  .meta({ id: 'UnreadLog', description: 'An input that could not be read at all.' });

const totals = z
  .strictObject({
    firstInstant: instant('When the earliest request began.'),
    lastInstant: instant('When the latest one ended.'),
    longestSumMs: described(number, 'The longest window that a record sums up; 0 if each request has its own.', 0),
    requests: described(amount, 'Requests.', 119_000),
    units: described(number, 'Units that were charged for them.', 56_500_000),
    accounts: described(amount, 'Accounts that made one.', 1004),
    throttled: described(amount, 'Requests that were over a limit when they came.', 0),
    refused: described(amount, 'Of those: answered with 429.', 0),
  })
  .meta({ id: 'UsageTotals', description: 'Sums over all logs.' });

const quota = z
  .strictObject({
    plan: described(text, 'The plan.', 'default'),
    units: described(number, 'Units of its quota.', 1_000_000),
    windowS: described(number, 'Seconds in which they refill.', 3600),
  })
  .meta({ id: 'SeenQuota', description: 'The quota of a plan, as the last record of it says.' });

const recommendation = z
  .strictObject({
    limit: described(number, 'Units per window: the percentile, rounded up to two digits.', 400_000),
    percentile: described(number, 'From which it is taken.', 99.99),
    value: described(number, 'The percentile itself.', 399_120.4),
    low: described(number, 'Lower end of its 95 % confidence interval.', 362_000),
    high: described(number, 'Upper end.', 431_000),
    windowMs,
    samples: described(amount, 'Account-windows that it rests on.', 166_400),
    windowsAbove: described(amount, 'Account-windows in the log above the limit.', 16),
    accountsAbove: described(amount, 'Accounts with one.', 4),
    cautions: described(z.array(text), 'What should be known before it is set.', ['The log covers less than a week.']),
  })
  .meta({ id: 'Recommendation', description: 'The limit to set.' });

const simulatedAccount = z
  .strictObject({
    account: described(text, 'The account.', 'scraper-3'),
    throttledRequests: described(amount, 'Its requests that would have been throttled.', 59),
    throttledUnits: described(number, 'What they cost.', 299_000),
    firstInstant: instant('The first of them.'),
    lastInstant: instant('The last of them.'),
  })
  .meta({ id: 'SimulatedAccount', description: 'An account that would have been throttled.' });

const simulatedMinute = z
  .strictObject({
    instant: instant('When the minute began.'),
    requests: described(amount, 'Requests that came in it.', 69),
    units: described(number, 'What they cost.', 97_700),
    throttledRequests: described(amount, 'Of those: throttled.', 17),
    throttledUnits: described(number, 'What those cost.', 67_400),
    throttledAccounts: described(amount, 'Whose they were.', 4),
  })
  .meta({ id: 'SimulatedMinute', description: 'A minute in which something would have been throttled.' });

const simulation = z
  .strictObject({
    limit: described(number, 'Units of the limit.', 50_000),
    windowMs,
    requests: described(amount, 'Requests that were replayed.', 119_000),
    units: described(number, 'What they cost.', 56_500_000),
    throttledRequests: described(amount, 'Of those: throttled.', 16_043),
    throttledUnits: described(number, 'What those cost.', 10_200_000),
    shareOfLoad: share('Of all units: what the limit would have taken off.'),
    throttledAccounts: described(amount, 'Accounts that would have been throttled.', 30),
    evicted: described(
      amount,
      'Accounts that had to be forgotten for lack of room; where there are some, figures are low.',
      0,
    ),
    accounts: z
      .array(simulatedAccount)
      .meta({ description: 'Those from whom most was taken off, as many as `--top`.' }),
    minutes: z.array(simulatedMinute).meta({ description: 'In the order of time.' }),
  })
  .meta({ id: 'Simulation', description: 'What a limit would have done.' });

const stretch = z
  .strictObject({ from: instant('Its first instant.'), to: instant('The instant behind its last.') })
  .meta({ id: 'Stretch', description: 'A stretch of time.' });

const evidence = z
  .strictObject({
    input: described(amount, 'Index into `inputs`.', 0),
    lines: described(z.array(amount), 'Lines of it; none of a figure over many lines.', [51_467, 51_870]),
    detail: described(text, 'The fact, with its numbers.', 'scraper-3: units per second 0 before, 111 during'),
  })
  .meta({ id: 'UsageEvidence', description: 'An observed fact.' });

const why = z
  .strictObject({
    claim: described(
      text,
      'One link of the chain.',
      '86 % of the rise came from 4 accounts of the 682 that were there',
    ),
    evidence: z.array(evidence).meta({ description: 'What it rests on.' }),
  })
  .meta({ id: 'UsageWhy', description: 'A claim and its evidence.' });

const named = z
  .strictObject({
    cause: described(text, 'Its id.', 'more-load'),
    because: described(text, 'Why.', 'all other accounts together make 14 % of the rise'),
  })
  .meta({ id: 'OtherCause', description: 'A cause that was weighed, too.' });

const next = z
  .strictObject({
    why: described(text, 'What it will settle.', 'Whether an endpoint became dearer'),
    command: described(text, 'The command.', 'fivewhys usage OTHER-DAY.log --verbose'),
  })
  .meta({ id: 'UsageNext', description: 'What to collect next.' });

const remedy = z
  .strictObject({
    summary: described(text, 'What to do.', 'Enforce a quota on cost for every account, a share of them first'),
    commands: described(z.array(text), 'Exact commands or settings.', [
      'createThrottle({ mode: { enforcePercent: 10 } })',
    ]),
    harm: described(text, 'The known harm.', 'in this incident it would have refused 27 other accounts, too'),
    verify: described(text, 'How to see that it worked.', 'fivewhys usage LOG --simulate 20000/600s'),
    undo: described(text, 'How to undo it.', "mode: 'shadow'"),
    source: described(text, 'Where the advice comes from.', 'docs/throttling.md'),
  })
  .meta({ id: 'UsageRemedy', description: 'What to do about it.' });

const finding = z
  .strictObject({
    id: described(text, 'Its name in this output.', 'f1'),
    symptom: described(text, 'What was seen.', '4 accounts of 682 made 86 % of the rise'),
    cause: described(text, 'The cause.', 'costly-accounts'),
    verdict: described(z.enum(['proven', 'likely', 'possible', 'undetermined']), 'How sure it is.', 'proven'),
    accounts: described(z.array(text), 'Whose rise it is, those that rose most first.', ['scraper-3']),
    whys: z.array(why).meta({ description: 'From the symptom to the root.' }),
    ruledOut: z.array(named).meta({ description: 'What the evidence excludes.' }),
    stillPossible: z.array(named).meta({ description: 'What it does not.' }),
    notes: described(z.array(text), 'Other things worth saying.', []),
    next: z.array(next).meta({ description: 'What would settle more.' }),
    remedies: z.array(remedy).meta({ description: 'What to do.' }),
  })
  .meta({ id: 'UsageFinding', description: 'Why the load rose.' });

const usualLoad = z
  .strictObject({
    of: described(
      z.enum(['units', 'cpu-ms']),
      'What rose: the units that requests were charged, or the milliseconds of CPU time of the processes.',
      'units',
    ),
    duringPerS: described(number, 'Of it, per second in the stretch.', 105),
    meanPerS: described(number, 'The mean of the pieces of the baseline.', 100),
    usualUpToPerS: described(number, 'What is usual by them; more is a rise.', 112),
    method: described(
      z.enum(['rank', 'student', 'least-rise']),
      "From what: the upper end of the 95 % prediction interval, by rank (39 pieces or more) or by Student's t; or 5 % above the mean, where that is more.",
      'student',
    ),
    pieces: described(amount, 'Pieces that the baseline was cut into.', 6),
    pieceMs: described(number, 'The length of a piece.', 600_000),
  })
  .meta({ id: 'UsualLoad', description: 'Up to where the load is usual.' });

const incident = z
  .strictObject({
    stretch,
    baseline: stretch,
    outcome: described(
      z.enum(['finding', 'none', 'undecided']),
      '`none`: no more load than usual, so no incident; `undecided`: too little to tell.',
      'finding',
    ),
    usual: usualLoad.optional(),
    nothing: described(text, 'In place of a finding: why there is none.', 'the load did not rise').optional(),
    findings: z.array(finding).meta({ description: 'One, or none.' }),
  })
  .meta({ id: 'UsageIncident', description: 'A stretch of time beside its baseline.' });

const accountShare = z
  .strictObject({
    accounts: described(amount, 'How many those are; one at least.', 10),
    share: share('What they use of all.'),
  })
  .meta({ id: 'AccountShare', description: 'What those who use most use of all.' });

const shares = z
  .strictObject({ topPercent: accountShare, topPermille: accountShare })
  .meta({ id: 'LoadShares', description: 'How uneven the use is.' });

const percentile = z
  .strictObject({
    percentile: described(number, 'The percentile.', 99.9),
    value: described(number, 'Units: the sample of its nearest rank.', 233_000),
    low: described(
      number,
      'Lower end of its 95 % confidence interval; left out where the samples do not bound it.',
      199_000,
    ).optional(),
    high: described(number, 'Upper end, likewise.', 293_000).optional(),
  })
  .meta({ id: 'Percentile', description: 'A percentile of units per account and window.' });

const distribution = z
  .strictObject({
    windowMs,
    samples: described(amount, 'Account-windows with a request.', 16_640),
    accounts: described(amount, 'Accounts among them.', 1004),
    windows: described(amount, 'Windows among them.', 23),
    wholeWindows: described(
      z.boolean(),
      'Whether they are whole; a log shorter than a window has only a part of one.',
      true,
    ),
    most: described(number, 'Units of the largest one.', 414_000),
    percentiles: z.array(percentile).meta({ description: 'From p50 to p99.99, and the one that was asked for.' }),
  })
  .meta({ id: 'UsageDistribution', description: 'How the use of an account in a window is spread.' });

const unattributed = z
  .strictObject({
    totalCpuMs: described(number, 'CPU time that records tell of.', 1_864_000),
    unattributedCpuMs: described(number, 'Of it: charged to no request.', 169_000),
    share: share('The same as a share.'),
  })
  .meta({ id: 'Unattributed', description: 'CPU time that went to no account.' });

const endpoint = z
  .strictObject({
    route: described(text, 'The route, or what the path was taken for.', 'GET /search'),
    requests: described(amount, 'Requests that were not refused.', 1433),
    units: described(number, 'What they were charged.', 6_100_000),
    share: described(number, 'Of all units.', 0.11),
    p50: described(number, 'Units of a request, median; within 1 %.', 3010),
    p99: described(number, 'Units of a request, 99th percentile; within 1 %.', 24_100),
    variability: described(number, 'p99/p50; left out where p50 is 0.', 8).optional(),
  })
  .meta({ id: 'EndpointUse', description: 'What requests of one route cost.' });

const account = z
  .strictObject({
    account: described(text, 'The account.', 'account-1'),
    units: described(number, 'What it was charged.', 5_330_000),
    share: described(number, 'Of all units.', 0.094),
    requests: described(amount, 'Its requests.', 9822),
    throttled: described(amount, 'Of those: over a limit when they came.', 0),
    refused: described(amount, 'Of those: answered with 429.', 0),
  })
  .meta({ id: 'AccountUse', description: 'What one account used.' });

export const usageReport = z
  .strictObject({
    version: described(z.literal(1), 'Of this contract.', 1),
    inputs: z.array(input).meta({ description: 'The logs that were read.' }),
    unreadable: z
      .array(unread)
      .meta({ description: 'Those that could not be read. Where all are, nothing else follows.' }),
    totals: totals.optional(),
    quotas: z.array(quota).meta({ description: 'What records say of quotas.' }).optional(),
    recommendation: recommendation
      .nullable()
      .meta({ description: 'With `--recommend`; null where it is refused.' })
      .optional(),
    refused: described(text, 'Why no limit is recommended.', '16,640 account-windows are too few').optional(),
    simulation: simulation.optional(),
    incident: incident.optional(),
    shares: shares.optional(),
    distribution: distribution.optional(),
    unattributed: unattributed.optional(),
    endpoints: z
      .array(endpoint)
      .meta({ description: 'The hundred that use most; none where records sum up windows.' })
      .optional(),
    accounts: z.array(account).meta({ description: 'Those that use most, as many as `--top`.' }).optional(),
  })
  .meta({ description: 'The output of `fivewhys usage --format json`.' });

/** The JSON Schema that is shipped. Unknown fields pass: fields may be added within a version. */
export function usageReportSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(usageReport, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return { $schema, title: 'UsageReport', ...rest };
}
