import { z } from 'zod';
import { deathCauses } from '../src/death/death.ts';
import { queueAlarms } from '../src/decisions/queue-alarms.ts';

const text = z.string();
const amount = z.number().min(0);
const count = z.int().min(0);
const pid = z.int().min(0);
const because = z.enum(['stop', 'reload', 'rotation', 'soft-memory-limit', 'scale-down']);

const orphan = z.strictObject({
  pid,
  command: text.describe('Its command line, redacted and shortened.'),
  pssBytes: amount
    .optional()
    .describe('Proportional set size before it was ended; missing where there was no time to read it.'),
});

const report = z.strictObject({
  path: text.describe('The diagnostic report, without values of environment variables.'),
  trigger: text,
  event: text,
  heapUsedBytes: amount.optional(),
  heapLimitBytes: amount.optional(),
  javascriptStack: z.array(text),
});

const death = z
  .strictObject({
    cause: z.enum(deathCauses),
    claim: text.describe('What ended it, in a sentence.'),
    evidence: z.array(text).describe('The facts that the claim rests on.'),
    exitCode: z.int().optional(),
    signal: text.optional(),
    abortClass: z.boolean().describe('The signal dumps core by default.'),
    ranMs: amount.optional().describe('Missing when no supervisor ran at its end.'),
    askedFor: because.optional().describe('The supervisor had asked it to end, and why.'),
    lastLines: z.array(text).describe('The last lines on standard error, redacted, oldest first.'),
    javascriptStack: z.array(text),
    report: report.optional(),
    coreFile: text.optional(),
    coreHandler: text.optional().describe('The program that the kernel starts for core files, where it writes none.'),
  })
  .meta({ id: 'Death' });

const figures = z
  .strictObject({
    lag: amount.optional().describe('What the trend is told by: the number that the command printed, or what waits.'),
    waiting: count.optional().describe('Items that could be worked on and are not.'),
    oldestMs: amount.optional().describe('Age of the oldest of them; 0 when nothing waits.'),
    active: count.optional().describe('Items that somebody holds.'),
    returned: z
      .strictObject({ item: text.optional(), times: count })
      .optional()
      .describe('The item that came back most often because whoever held it was gone; 0 times when none did.'),
    consumers: count.optional(),
    arrivedPerS: amount.optional().describe('Over the shorter window.'),
    completedPerS: amount.optional().describe('Over the shorter window.'),
    timeToDrainMs: z
      .union([amount, z.literal('never')])
      .optional()
      .describe('Until nothing waits if both rates stay as they are.'),
  })
  .meta({ id: 'QueueFigures' })
  .describe('What is missing is unknown.');

const common = {
  version: z.literal(1),
  instant: text.describe('RFC 3339 in UTC.'),
  supervisor: text.describe('The name of the supervisor or guard.'),
};
const worker = { worker: text.describe('KIND.INDEX'), instance: count, pid };

function event<Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) {
  return z.strictObject({ ...common, event: z.literal(name), ...shape });
}

/** One line of the evidence that `supervise` and `guard` write. */
export const workerEvent = z.discriminatedUnion('event', [
  event('supervisor-started', {
    pid,
    containment: z.enum(['cgroup', 'cookie']),
    countsMemory: z.boolean(),
    promise: text,
  }),
  event('supervisor-stopped', { because: text }),
  event('supervisor-died', { pid, adopted: count, swept: count }),
  event('worker-started', { command: z.array(text), ...worker }),
  event('worker-adopted', worker),
  event('worker-ready', { afterMs: amount, ...worker }),
  event('worker-asked-to-end', { because, signal: text, ...worker }),
  event('worker-died', { death, ...worker }),
  event('orphans-ended', {
    orphans: z.array(orphan).describe('The first fifty.'),
    count,
    killed: z.boolean().describe('SIGTERM was not enough, or not tried.'),
    tookMs: amount,
    left: count.describe('Could not be ended: in an uninterruptible call.'),
    ...worker,
  }),
  event('orphans-not-reaped', {
    pid: pid.describe('The process that ended orphans have as their parent, and that does not ask how they ended.'),
    command: text.describe('Its command line, redacted and shortened.'),
  }),
  event('logging-cut', {
    what: z.enum(['logging logged', 'logging threw']),
    count: count.describe('So far in its process; of many only the first, second, fourth and so on are told.'),
    message: text.describe('Redacted.'),
    ...worker,
  }),
  event('restart-scheduled', { worker: text, inMs: amount }),
  event('crash-loop', { worker: text, deaths: count, inMs: amount, cause: z.enum(deathCauses) }),
  event('soft-memory-limit', { bytes: amount, limitBytes: amount, ...worker }),
  event('hard-memory-limit', { bytes: amount, limitBytes: amount, ...worker }),
  event('queue-lag', {
    kind: text,
    trend: z.enum(['grows', 'does-not-grow', 'unknown']),
    lag: amount.optional().describe('The last reading; missing when it failed.'),
  }),
  event('queue-figures', { kind: text, figures }),
  event('queue-alarm', {
    kind: text,
    alarm: z.enum(queueAlarms),
    state: z.enum(['begun', 'ended']),
    oldestWithinMs: amount.optional().describe('What the age of the oldest item should stay below.'),
    consumersExpected: count.optional(),
    figures,
  }),
  event('queue-unreadable', { kind: text, because: text.describe('Redacted. The figures are unknown from here on.') }),
  event('reloaded', { added: count, removed: count, replaced: count }),
  event('reload-refused', { because: text }),
  event('guard-started', {
    pid,
    sees: z.enum(['trace', 'poll']),
    match: text,
    dryRun: z.boolean(),
    promise: text,
  }),
  event('guard-stopped', { pid, because: text }),
  event('parent-died', {
    pid,
    command: text,
    signal: text.optional(),
    outOfMemory: z
      .strictObject({ byKernel: z.boolean(), fact: text })
      .optional()
      .describe('Whether the kernel killed it for want of memory; missing where nothing tells.'),
    sentBy: pid.optional().describe('The process that sent the signal; its own pid when it sent it to itself.'),
    orphans: z.array(orphan),
    ended: z.boolean().describe('False in a dry run.'),
    killed: z.boolean(),
    tookMs: amount,
    left: count,
  }),
]);
