import { lastWords, type Passing } from './passing.ts';
import { isInTrouble, type QueueEvent, queueEventsOf } from './queue-story.ts';
import { recursionIn } from './recursion.ts';
import { type EventOf, eventsOf, type Sighted } from './sighted.ts';

/** What the causes weigh: deaths of one kind of worker that look alike, or a queue that falls behind without any, and all else that the events tell. */
export interface Trouble {
  readonly kind: string;
  /** In time order; empty where only the queue is in trouble. */
  readonly passings: readonly Passing[];
  /** What is told of the kind's queue. */
  readonly queue: readonly Sighted<QueueEvent>[];
  /** Every event of every file, in time order. */
  readonly events: readonly Sighted[];
}

/** Deaths that look alike are one trouble; a queue without deaths is one of its own. */
export function troublesOf(passings: readonly Passing[], events: readonly Sighted[]): readonly Trouble[] {
  const queues = Map.groupBy(queueEventsOf(events), ({ event }) => event.kind);
  // A guard does not know the queue of whom it watches; where there is only one, it is theirs.
  const guarded = passings.some(({ seenBy }) => seenBy === 'guard') && queues.size === 1 ? [...queues.keys()] : [];
  const groups = Map.groupBy(passings, (passing) => JSON.stringify([passing.kind, looksOf(passing)]));
  const troubles = [...groups.values()].map((alike): Trouble => {
    const [first] = alike;
    const kind = first?.kind ?? '';
    const queue = queues.get(kind) ?? (first?.seenBy === 'guard' ? queues.get(guarded[0] ?? '') : undefined) ?? [];
    return { kind, passings: alike, queue, events };
  });
  const explained = new Set([...passings.map(({ kind }) => kind), ...guarded]);
  for (const [kind, queue] of queues) {
    if (!explained.has(kind) && isInTrouble(queue)) troubles.push({ kind, passings: [], queue, events });
  }
  const cut = Map.groupBy(
    eventsOf(events, 'logging-cut').filter(({ event }) => event.what === 'logging logged'),
    ({ event }) => event.worker.replace(/\.\d+$/, ''),
  );
  for (const kind of cut.keys()) troubles.push({ kind, passings: [], queue: [], events });
  return troubles;
}

/** Where a guarded logger of this kind of worker was called from within logging. */
export function loggingCutsOf({ kind, queue, events }: Trouble): readonly Sighted<EventOf<'logging-cut'>>[] {
  if (queue.length > 0) return [];
  return eventsOf(events, 'logging-cut').filter(
    ({ event }) => event.what === 'logging logged' && event.worker.replace(/\.\d+$/, '') === kind,
  );
}

/** What deaths of one trouble have in common: how they ended, and whether they had called themselves without end. */
function looksOf(passing: Passing): string {
  if (recursionIn(lastWords(passing)) !== undefined) return 'recursion';
  const { death, signal, kernel } = passing;
  if (kernel?.byKernel === true) return 'kernel-out-of-memory';
  return death?.cause ?? `guard ${signal ?? 'unknown'} ${isOwnSignal(passing)}`;
}

/** Whether a process sent its own end to itself, as abort(3) does; undefined where that was not seen. */
export function isOwnSignal({ sentBy, pid }: Passing): boolean | undefined {
  return sentBy === undefined ? undefined : sentBy === pid;
}

/** The workers that died, each once. */
export function workersOf({ passings }: Trouble): readonly string[] {
  return [...new Set(passings.map(({ worker }) => worker))];
}

/** How many places of its kind there are, as far as the events name them. */
export function placesOf({ kind, events, passings }: Trouble): number {
  const names = new Set(passings.map(({ worker }) => worker));
  for (const { event } of events) {
    if ('worker' in event && event.worker.replace(/\.\d+$/, '') === kind) names.add(event.worker);
  }
  return names.size;
}

/** From the first death to the last. */
export function lastedMs({ passings }: Trouble): number {
  return (passings.at(-1)?.sighted.atMs ?? 0) - (passings[0]?.sighted.atMs ?? 0);
}

/** The signals that ended them, each once. */
export function signalsOf({ passings }: Trouble): readonly string[] {
  return [...new Set(passings.map(({ signal }) => signal).filter((signal) => signal !== undefined))];
}
