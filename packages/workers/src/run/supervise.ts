import { readFileSync } from 'node:fs';
import { configOf, readConfig } from '../config/read-config.ts';
import type { SupervisorConfig } from '../config/worker-kind.ts';
import { workersError } from '../errors.ts';
import type { WorkerEvent } from '../events/worker-event.ts';
import { EventCounts } from '../metrics/event-counts.ts';
import { offerMetrics } from '../metrics/offer-metrics.ts';
import { supervisorMetrics } from '../metrics/supervisor-metrics.ts';
import { Supervisor, type SupervisorOptions } from '../supervisor/supervisor.ts';
import { eventSentence } from '../view/event-sentence.ts';
import { LiveView } from '../view/live-view.ts';
import { snapshotOf } from '../view/snapshot.ts';
import { defaultStateFolder } from './default-names.ts';
import { ServiceManager } from './service-manager.ts';
import { keepHeapSmall } from './small-heap.ts';
import { tty } from './terminal.ts';
import { runUnderInit } from './under-init.ts';

/** What to supervise: a file, which is read again at SIGHUP, or a value of the same form. */
export type ConfigSource = { readonly path: string } | { readonly value: unknown };

export interface SuperviseOptions extends Omit<SupervisorOptions, 'stateFolder' | 'onEvent' | 'onOutput' | 'stdout'> {
  readonly stateFolder?: string;
  /** `HOST:PORT` at which Prometheus finds metrics; nowhere by default. */
  readonly metrics?: string;
}

const drawEveryMs = 1000;

/**
 * Runs a supervisor as a program: SIGTERM and SIGINT end it in order, SIGHUP reads the configuration again, systemd is told. Events go to standard error, as JSON
 * lines or, on a terminal, as sentences above a live view.
 *
 * @returns the exit status: 0 ended in order, 1 every worker was given up
 * @throws CodedError when it can't start
 */
export async function supervise(source: ConfigSource, options: SuperviseOptions): Promise<number> {
  runUnderInit(process.env);
  keepHeapSmall();
  const config = readSource(source);
  const terminal = tty(process.stderr);
  const view = terminal === undefined ? undefined : new LiveView(terminal, `fivewhys supervise ${config.name}`);
  // Whoever reads our output may be gone; the workers need us all the same.
  process.stderr.on('error', () => {});
  const isRoot = process.geteuid?.() === 0;
  using early = holdSignals();
  const counts = new EventCounts();
  // Before anything runs: a wrong address is told at once, and leaves nothing behind.
  const collect = () => (supervisor === undefined ? [] : supervisorMetrics(supervisor, config.name, counts));
  const metrics = options.metrics === undefined ? undefined : await offerMetrics(options.metrics, collect);
  let supervisor: Supervisor | undefined;
  supervisor = await Supervisor.start(config, {
    ...options,
    stateFolder: options.stateFolder ?? defaultStateFolder(config.name, process.env, isRoot),
    stdout: view === undefined ? 'inherit' : 'forward',
    weighMemory: options.weighMemory ?? (view !== undefined || metrics !== undefined),
    onEvent: (event) => {
      counts.count(event);
      say(event, view);
    },
    onOutput: (chunk) => (view === undefined ? process.stderr.write(chunk) : view.print(chunk.toString('utf8'))),
  });
  const manager = new ServiceManager(process.env);
  const removeHandlers = handleSignals(supervisor, source, manager);
  early.handOver();
  const drawing = view === undefined ? undefined : setInterval(() => view.draw(snapshotOf(supervisor)), drawEveryMs);
  manager.tell(
    'READY=1',
    `STATUS=${countText(config.workers.length)} of worker, contained by ${supervisor.containment.kind}`,
  );
  const { because } = await supervisor.ended;
  clearInterval(drawing);
  metrics?.close();
  manager.close();
  removeHandlers();
  return because === 'crash-loop' ? 1 : 0;
}

function countText(kinds: number): string {
  return kinds === 1 ? '1 kind' : `${kinds} kinds`;
}

function readSource(source: ConfigSource): SupervisorConfig {
  if ('value' in source) return configOf(source.value);
  let text: string;
  try {
    text = readFileSync(source.path, 'utf8');
  } catch (error) {
    throw workersError('CONFIG_NOT_READABLE', `${source.path}: ${(error as Error).message}`, error);
  }
  return readConfig(text);
}

function say(event: WorkerEvent, view: LiveView | undefined): void {
  if (view === undefined) process.stderr.write(`${JSON.stringify(event)}\n`);
  // The view shows the figures as they are now.
  else if (event.event !== 'queue-figures') view.print(eventSentence(event));
}

const handled: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/** Signals wait until the supervisor can take them: left alone, one that comes while it starts would end this process, and leave its first workers behind. */
function holdSignals(): Disposable & { handOver(): void } {
  const held: NodeJS.Signals[] = [];
  const hold = (signal: NodeJS.Signals) => void held.push(signal);
  for (const signal of handled) process.on(signal, hold);
  const release = () => {
    for (const signal of handled) process.off(signal, hold);
  };
  return {
    handOver: () => {
      release();
      for (const signal of held) process.emit(signal, signal);
    },
    [Symbol.dispose]: release,
  };
}

function handleSignals(supervisor: Supervisor, source: ConfigSource, manager: ServiceManager): () => void {
  const stop = () => {
    manager.tell('STOPPING=1');
    supervisor.stop();
  };
  const readAgain = () => {
    try {
      supervisor.reload(readSource(source));
    } catch (error) {
      supervisor.refuseReload((error as Error).message);
    }
  };
  const reload = () => manager.reloading(readAgain);
  process.on('SIGTERM', stop).on('SIGINT', stop).on('SIGHUP', reload);
  return () => {
    process.off('SIGTERM', stop).off('SIGINT', stop).off('SIGHUP', reload);
  };
}
