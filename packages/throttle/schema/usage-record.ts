import { z } from 'zod';

/**
 * A usage record, as zod has it. Not shipped: `npm run schema` makes usage-record.schema.json from it. Objects are strict, so that a field which is written and nobody
 * described fails a test.
 */
const amount = z.int().min(0);
const ms = z.number();

/** A field with its meaning and an example. */
function described<T extends z.ZodType>(schema: T, description: string, example: z.input<T>): T {
  return schema.meta({ description, examples: [example] }) as T;
}

const version = described(z.literal(1), 'Version of this schema.', 1);
const instant = described(z.iso.datetime(), 'When the request or the window ended.', '2026-03-01T17:15:00.320Z');
const windowS = described(z.number().min(0), 'Seconds of the window, which ends at `instant`.', 60);

const figures = {
  account: described(
    z.string(),
    'Who asked: a name of the application, or `ip:` and an address or prefix.',
    'ip:192.0.2.1',
  ),
  plan: described(z.string(), 'The plan of the account.', 'default'),
  cost: described(z.number().min(0), 'Units: the best that is known of what was used.', 808.47),
  charged: described(
    z.number(),
    'Units that were charged. Where not every request is measured it differs from the cost of one request and can be below zero; over many they are the same.',
    808.47,
  ),
  userCpuMs: described(ms, 'CPU time in user mode, children left out.', 24.254),
  systemCpuMs: described(ms, 'CPU time in the kernel, children left out.', 0.7),
  childCpuMs: described(ms, 'CPU time of child processes that have ended.', 120),
  children: described(amount, 'Child processes that were started.', 1),
  io: described(
    z.strictObject({
      readCalls: described(amount, 'Calls of reading.', 12),
      writeCalls: described(amount, 'Calls of writing.', 3),
      readBytes: described(amount, 'Bytes that they read.', 48_000),
      writeBytes: described(amount, 'Bytes that they wrote.', 18_000),
      fileOperations: described(amount, 'File operations of the pool of libuv.', 2),
    }),
    'Reading and writing by the main thread and by children that have ended; left out where it is not counted.',
    { readCalls: 12, writeCalls: 3, readBytes: 48_000, writeBytes: 18_000, fileOperations: 2 },
  ).optional(),
  bytesIn: described(
    amount,
    'Bytes of the request: heads included with HTTP/1.1, the body alone with HTTP/2; left out when unknown.',
    512,
  ).optional(),
  bytesOut: described(amount, 'Bytes of the response, likewise.', 18_000).optional(),
  wallMs: described(ms, 'From the request to the end of the response.', 31.5),
  extra: described(z.record(z.string(), z.number()), 'Units that the application added, by name.', {
    database: 12.5,
  }).optional(),
  remaining: described(z.number(), 'Units left afterwards; below zero in debt.', 999_191.53),
  quotaUnits: described(z.number(), 'Units of the quota.', 1_000_000),
  quotaWindowS: described(z.number(), 'Seconds in which a whole quota refills.', 3600),
};

const request = z
  .strictObject({
    kind: z.literal('request'),
    version,
    instant,
    method: described(z.string(), 'Method of the request.', 'GET'),
    route: described(z.string(), 'What requests are alike.', 'GET /repositories/:id'),
    status: described(z.int(), 'Status of the response; left out when none was begun.', 200).optional(),
    measured: described(z.boolean(), 'Whether its CPU time was measured; otherwise it is what was expected.', true),
    throttled: described(z.boolean(), 'Whether it was over a limit.', false),
    refused: described(z.boolean(), 'Whether it was answered with 429.', false),
    warned: described(z.boolean(), 'Whether little of the quota was left.', false),
    limit: described(z.string(), 'The limit that decided: `usage`, or the name of a limit of requests.', 'usage'),
    aborted: described(z.boolean(), 'Whether the connection ended before the response did.', false),
    ...figures,
  })
  .meta({ id: 'RequestRecord', description: 'What one request used.' });

const window = z
  .strictObject({
    kind: z.literal('window'),
    version,
    instant,
    windowS,
    requests: described(z.int().min(1), 'Requests of the account in the window.', 120),
    measured: described(amount, 'How many of them were measured.', 12),
    throttled: described(amount, 'How many were over a limit.', 0),
    refused: described(amount, 'How many were answered with 429.', 0),
    warned: described(amount, 'How many came when little of the quota was left.', 0),
    aborted: described(amount, 'How many ended before their response did.', 1),
    ...figures,
  })
  .meta({ id: 'WindowRecord', description: 'What all requests of an account used within a window.' });

const unattributed = z
  .strictObject({
    kind: z.literal('unattributed'),
    version,
    instant,
    windowS,
    totalCpuMs: described(ms, 'CPU time of the process and of its children that have ended.', 30_000),
    attributedCpuMs: described(ms, 'What of it was charged to requests.', 24_000),
    threadCpuMs: described(ms, 'What of the rest this thread used; below zero when expectations were too high.', 3000),
    otherThreadsCpuMs: described(
      ms,
      'What of the rest other threads used: the pool of libuv, helpers of V8, workers.',
      2900,
    ),
    childrenCpuMs: described(ms, 'What of the rest children used that no request had started.', 100),
  })
  .meta({
    id: 'UnattributedRecord',
    description: 'CPU time of the process in a window, and what of it went to no account.',
  });

export const usageRecord = z.discriminatedUnion('kind', [request, window, unattributed]);

/** The JSON Schema that is shipped. Unknown fields pass: fields may be added within a version. */
export function jsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(usageRecord, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return { $schema, title: 'UsageRecord', ...rest };
}
