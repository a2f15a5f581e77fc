import type { WorkerEvent, WorkerFact } from '../events/worker-event.ts';

/** An event, and where it stands. */
export interface Sighted<Event = WorkerEvent> {
  readonly input: number;
  /** From 1. */
  readonly line: number;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly atMs: number;
  readonly event: Event;
}

/** The event of a name. */
export type EventOf<Name extends WorkerFact['event']> = Extract<WorkerEvent, { readonly event: Name }>;

/** Those of a name. */
export function eventsOf<Name extends WorkerFact['event']>(
  all: readonly Sighted[],
  name: Name,
): readonly Sighted<EventOf<Name>>[] {
  return all.filter((one): one is Sighted<EventOf<Name>> => one.event.event === name);
}
