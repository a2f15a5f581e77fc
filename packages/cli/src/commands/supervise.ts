import { type Command, Option } from 'commander';
import { type Manual, setManual } from '../manual.ts';

interface SuperviseFlags {
  readonly count?: string;
  readonly config?: string;
  readonly name?: string;
  readonly state?: string;
  readonly events?: string;
  readonly containment: 'auto' | 'cgroup' | 'cookie';
  readonly cgroup?: string;
  readonly endWithSupervisor?: true;
  readonly restart?: string;
  readonly health?: string;
  readonly readyWithin?: string;
  readonly aliveWithin?: string;
  readonly drainSignal?: string;
  readonly drainWithin?: string;
  readonly memorySoft?: string;
  readonly memoryHard?: string;
  readonly rotate?: string;
  readonly orphanGrace?: string;
  readonly reports: boolean;
  readonly queue?: string;
  readonly queueUrl?: string;
  readonly queueEvery?: string;
  readonly queueOldestWithin?: string;
  readonly queueConsumers?: string;
  readonly metrics?: string;
}

const manual: Manual = {
  about: [
    'Starts workers and keeps them running. Each is in a containment of its own, so that whatever it started is ended when it dies, by whatever signal: processes of the same command line that someone else started live on. What happened is written down as evidence.',
    'When the supervisor itself is killed, its workers run on; started again with the same command in the same folder (or the same --name), it adopts them and ends what became an orphan meanwhile.',
    'SIGTERM and Ctrl-C end all workers in order, SIGHUP reads --config again. docs/workers.md has all fields of the configuration, and what can be promised on which machine.',
  ],
  examples: [
    ['fivewhys supervise -n 4 -- node worker.js', 'four workers'],
    ['fivewhys supervise -n 4 --memory-soft 400M --memory-hard 600M -- node worker.js', 'with limits on each tree'],
    ['fivewhys supervise --rotate 1h..2h --health ipc -- node worker.js', 'replaced now and then, one by one'],
    ['fivewhys supervise --config workers.json', 'several kinds of worker'],
  ],
  exitStatus: [
    ['0', 'ended in order'],
    ['1', 'every worker was given up: it died again and again of the same cause'],
    ['2', 'wrong usage, or it could not start'],
  ],
  seeAlso: 'fivewhys guard: for workers that something else starts.',
};

/** Adds the command `supervise`. */
export function addSupervise(program: Command): void {
  const command = program
    .command('supervise')
    .description('keep workers running, and leave none of their orphans behind')
    .argument('[command...]', 'what to run, behind --')
    .option('-n, --count <number>', 'how many workers (default: 1)')
    .option('--config <file>', 'a JSON file with several kinds of worker, in place of a command')
    .option('--name <name>', 'names state and containment (default: made of command and folder)')
    .option('--state <folder>', 'where state, evidence and reports are kept')
    .option('--events <file>', 'the evidence, as JSON lines (default: events.jsonl in the state folder)')
    .addOption(
      new Option('--containment <kind>', 'how processes are held together')
        .choices(['auto', 'cgroup', 'cookie'])
        .default('auto'),
    )
    .option('--cgroup <folder>', 'the cgroup below which cells are made (default: the own one)')
    .option('--end-with-supervisor', 'workers end when the supervisor is killed')
    .option('--restart <when>', 'always or on-failure (default: always)')
    .option('--health <how>', 'start, ipc, file, or an address that answers GET (default: start)')
    .option('--ready-within <time>', 'kill what is not ready by then (default: 30s, with a --health that tells)')
    .option('--alive-within <time>', 'kill what gives no sign of life for so long')
    .option('--drain-signal <signal>', 'asks a worker to end (default: SIGTERM)')
    .option('--drain-within <time>', 'kill what has not ended by then (default: 10s)')
    .option('--memory-soft <amount>', "drain and replace a worker whose processes' memory is beyond")
    .option('--memory-hard <amount>', 'kill it')
    .option('--rotate <span>', 'replace each worker after a time, such as 1h..2h')
    .option('--orphan-grace <time>', 'between SIGTERM and SIGKILL for orphans')
    .option(
      '--queue <what>',
      'watch bullmq:QUEUE, redis-stream:STREAM/GROUP, rabbitmq:QUEUE, or command:WORDS that prints a number',
    )
    .option('--queue-url <address>', 'where its broker is, or $NAME for the variable that holds it')
    .option('--queue-every <time>', 'how often it is read (default: 20s)')
    .option('--queue-oldest-within <time>', 'alarm when its oldest item waits for longer')
    .option('--queue-consumers <number>', 'alarm when there are fewer')
    .option('--metrics <address>', 'offer metrics to Prometheus there, such as 127.0.0.1:9464')
    .option('--no-reports', 'no diagnostic reports of Node.js')
    .action(run);
  setManual(command, manual);
}

async function run(command: readonly string[], flags: SuperviseFlags, self: Command): Promise<void> {
  if ((flags.config === undefined) === (command.length === 0)) {
    self.error('error: give either a command behind -- or --config, and not both');
  }
  const { defaultName, supervise } = await import('@fivewhys/workers');
  const { state, events, cgroup, containment, endWithSupervisor, metrics } = flags;
  const name = flags.name ?? defaultName(command, process.cwd());
  const source = flags.config === undefined ? { value: configOf(name, command, flags) } : { path: flags.config };
  process.exitCode = await supervise(source, {
    ...(state === undefined ? {} : { stateFolder: state }),
    ...(events === undefined ? {} : { eventsPath: events }),
    containment: { want: containment, ...(cgroup === undefined ? {} : { parentGroup: cgroup }) },
    endWithSupervisor: endWithSupervisor === true,
    ...(metrics === undefined ? {} : { metrics }),
  });
}

/** The options in the form of a configuration file: what they hold is checked where the file is. */
function configOf(name: string, command: readonly string[], flags: SuperviseFlags): unknown {
  const { count, health } = flags;
  const worker = {
    name: 'worker',
    command,
    count: numberOf(count),
    restart: flags.restart,
    health: health === undefined ? undefined : /^https?:/.test(health) ? { by: 'http', url: health } : { by: health },
    readyWithin: flags.readyWithin,
    aliveWithin: flags.aliveWithin,
    drain: { signal: flags.drainSignal, within: flags.drainWithin },
    memory: { soft: flags.memorySoft, hard: flags.memoryHard },
    rotate: flags.rotate,
    orphans: { grace: flags.orphanGrace },
    queue: queueOf(flags),
    reports: flags.reports,
  };
  return { name, workers: [worker] };
}

/** `bullmq:mail` and the options beside it in the form of the field `queue`; undefined when none is given. */
function queueOf({ queue, queueUrl: url, queueEvery, queueOldestWithin, queueConsumers }: SuperviseFlags): unknown {
  const common = { every: queueEvery, oldestWithin: queueOldestWithin, consumers: numberOf(queueConsumers) };
  if (queue === undefined) return url === undefined ? withoutUnset(common) : { url, ...common };
  const [by = '', name] = splitAt(queue, ':');
  if (by === 'command') return { lagCommand: ['/bin/sh', '-c', name], url, ...common };
  if (by !== 'redis-stream') return { by, url, queue: name, ...common };
  const [stream, group] = splitAt(name ?? '', '/');
  return { by, url, stream, group, ...common };
}

/** Options about a queue without `--queue` are refused where the file would be; none at all are no queue. */
function withoutUnset(fields: Readonly<Record<string, unknown>>): unknown {
  return Object.values(fields).some((value) => value !== undefined) ? fields : undefined;
}

/** What is no number stays text, and is refused as such. */
function numberOf(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

function splitAt(text: string, mark: string): readonly [string, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}
