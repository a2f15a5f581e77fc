import { type Command, InvalidArgumentError } from 'commander';
import { type Manual, setManual } from '../manual.ts';
import { addQueueOptions, type QueueFlags, queueOf } from '../queue-options.ts';

interface GuardFlags extends QueueFlags {
  readonly match: string;
  readonly dryRun?: true;
  readonly poll?: true;
  readonly pollEvery?: string;
  readonly wait?: string;
  readonly orphanGrace?: string;
  readonly state?: string;
  readonly events?: string;
  readonly metrics?: string;
}

const manual: Manual = {
  about: [
    'Watches parents of workers that something else starts (PM2, systemd, gunicorn, Celery, BullMQ): processes whose command line matches and that have children. When one dies, what it leaves is ended, and only that: processes of the same command line with another parent live on.',
    'A parent that was killed or crashed can’t have meant its children to live. After any other end they get --wait to end by themselves, and a parent that lived for less than two seconds is let be, for it may have gone into the background.',
    'With root and tracefs the kernel tells of forks, signals and ends as they happen; else it looks every --poll-every. It says at its start which. Try --dry-run first: it tells what it would end.',
  ],
  examples: [
    ["fivewhys guard --match 'celery|puma|bullmq' --dry-run", 'tells what it would end'],
    ["fivewhys guard --match 'node .*worker.js'", 'ends it'],
    [
      "fivewhys guard --match 'node .*mail.js' --queue bullmq:mail --queue-url redis://127.0.0.1",
      'and watches the queue',
    ],
  ],
  exitStatus: [
    ['0', 'ended by SIGTERM or Ctrl-C'],
    ['2', 'wrong usage, or it could not start'],
  ],
  seeAlso: 'fivewhys supervise: starts the workers itself, and can promise more.',
};

/** Adds the command `guard`. */
export function addGuard(program: Command): void {
  const command = program
    .command('guard')
    .description('end the orphans of parents that something else starts')
    .requiredOption('--match <regexp>', 'parents are what has a command line that matches, and children')
    .option('--dry-run', 'tell what would be ended, and end nothing')
    .option('--poll', "look now and then, also where the kernel's trace is to be had")
    .option('--poll-every <time>', 'how often (default: 250ms)')
    .option('--wait <time>', 'for children of a parent that may have ended on purpose (default: 5s)')
    .option('--orphan-grace <time>', 'between SIGTERM and SIGKILL (default: 1s)')
    .option('--state <folder>', 'where evidence is kept')
    .option('--events <file>', 'the evidence, as JSON lines (default: events.jsonl in the state folder)')
    .option('--metrics <address>', 'offer metrics to Prometheus there, such as 127.0.0.1:9464')
    .action(run);
  addQueueOptions(command);
  setManual(command, manual);
}

async function run(flags: GuardFlags): Promise<void> {
  const { durationMsOf, guard } = await import('@fivewhys/workers');
  const time = (name: string, text: string | undefined) => {
    const ms = text === undefined ? undefined : durationMsOf(text);
    if (text !== undefined && ms === undefined)
      throw new InvalidArgumentError(`${name} takes a time such as 250ms or 5s`);
    return ms;
  };
  const times = {
    pollEveryMs: time('--poll-every', flags.pollEvery),
    waitMs: time('--wait', flags.wait),
    graceMs: time('--orphan-grace', flags.orphanGrace),
    stateFolder: flags.state,
    eventsPath: flags.events,
    metrics: flags.metrics,
    queue: queueOf(flags),
  };
  const given = Object.fromEntries(Object.entries(times).filter(([, value]) => value !== undefined));
  await guard({ match: flags.match, dryRun: flags.dryRun === true, poll: flags.poll === true, ...given });
}
