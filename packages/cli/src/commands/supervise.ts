import { type Command, Option } from 'commander';
import { type Manual, setManual } from '../manual.ts';
import { addQueueOptions, numberOf, type QueueFlags, queueOf } from '../queue-options.ts';

interface SuperviseFlags extends QueueFlags {
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
    .option('--metrics <address>', 'offer metrics to Prometheus there, such as 127.0.0.1:9464')
    .option('--no-reports', 'no diagnostic reports of Node.js')
    .action(run);
  addQueueOptions(command);
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
