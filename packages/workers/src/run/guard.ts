import { join } from 'node:path';
import { queueOf } from '../config/read-queue.ts';
import { workersError } from '../errors.ts';
import { EventFile } from '../events/event-file.ts';
import type { WorkerFact } from '../events/worker-event.ts';
import { Guard } from '../guard/guard.ts';
import { EventCounts } from '../metrics/event-counts.ts';
import { guardMetrics } from '../metrics/guard-metrics.ts';
import { offerMetrics } from '../metrics/offer-metrics.ts';
import type { QueueWatchSettings } from '../queue/queue-source.ts';
import { Queues } from '../queue/queues.ts';
import { makeStateFolder } from '../supervisor/state-file.ts';
import { eventSentence } from '../view/event-sentence.ts';
import { defaultStateFolder } from './default-names.ts';
import { keepHeapSmall } from './small-heap.ts';
import { tty } from './terminal.ts';

export interface GuardProgramOptions {
  readonly match: string;
  readonly dryRun?: boolean;
  readonly poll?: boolean;
  readonly pollEveryMs?: number;
  readonly waitMs?: number;
  readonly graceMs?: number;
  readonly stateFolder?: string;
  readonly eventsPath?: string;
  /** `HOST:PORT` at which Prometheus finds metrics; nowhere by default. */
  readonly metrics?: string;
  /** A queue that is watched beside, in the form of the field `queue` of a configuration. */
  readonly queue?: unknown;
}

/**
 * Runs a guard as a program until SIGTERM or SIGINT.
 *
 * @throws CodedError `GUARD_PATTERN_INVALID`, `CONFIG_INVALID`, `QUEUE_CLIENT_MISSING`, `STATE_NOT_WRITABLE`, `METRICS_ADDRESS_INVALID`, `METRICS_ADDRESS_UNAVAILABLE`
 */
export async function guard(options: GuardProgramOptions): Promise<void> {
  keepHeapSmall();
  const match = patternOf(options.match);
  const queue = options.queue === undefined ? undefined : queueOf(options.queue, 'queue');
  const folder = options.stateFolder ?? defaultStateFolder('guard', process.env, process.geteuid?.() === 0);
  const events = openEvents(folder, options.eventsPath);
  const onTerminal = tty(process.stderr) !== undefined;
  const counts = new EventCounts();
  const onFact = (fact: WorkerFact) => {
    counts.count(fact);
    const event = events.append(fact);
    process.stderr.write(`${onTerminal ? eventSentence(event) : JSON.stringify(event)}\n`);
  };
  process.stderr.on('error', () => {});
  const { dryRun = false, poll = false, pollEveryMs = 250, waitMs = 5000, graceMs = 1000 } = options;
  const queues = new Queues(onFact);
  let guarding: Guard | undefined;
  // Before the guard begins to watch: an error here has to end the program.
  const collect = () => (guarding === undefined ? [] : guardMetrics(guarding, queues.states, counts, events.lost));
  const metrics = options.metrics === undefined ? undefined : await offerMetrics(options.metrics, collect);
  if (queue !== undefined) queues.watch([{ name: nameOf(queue), queue, cwd: undefined }]);
  guarding = new Guard({ match, dryRun, sees: poll ? 'poll' : 'auto', pollEveryMs, waitMs, graceMs, onFact });
  const { sees, promise } = guarding;
  onFact({ event: 'guard-started', pid: process.pid, sees, match: options.match, dryRun, promise });
  const because = await new Promise<string>((resolve) => {
    process.once('SIGTERM', resolve).once('SIGINT', resolve);
  });
  metrics?.close();
  queues.close();
  await guarding.close();
  onFact({ event: 'guard-stopped', pid: process.pid, because });
  events.close();
}

/** What its events call it: by which workers it is worked on nobody has said. */
function nameOf({ source }: QueueWatchSettings): string {
  return source.by === 'command' ? 'queue' : source.by === 'redis-stream' ? source.stream : source.queue;
}

function patternOf(text: string): RegExp {
  let match: RegExp;
  try {
    match = new RegExp(text);
  } catch (error) {
    throw workersError('GUARD_PATTERN_INVALID', (error as Error).message, error);
  }
  if (match.test('')) throw workersError('GUARD_PATTERN_INVALID', `${JSON.stringify(text)} matches everything`);
  return match;
}

function openEvents(folder: string, path: string | undefined): EventFile {
  try {
    makeStateFolder(folder);
    return new EventFile(path ?? join(folder, 'events.jsonl'), 'guard');
  } catch (error) {
    throw workersError(
      'STATE_NOT_WRITABLE',
      `${(error as Error).message}; another folder can be given (--state)`,
      error,
    );
  }
}
