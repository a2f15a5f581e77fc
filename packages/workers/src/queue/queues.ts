import type { WorkerKind } from '../config/worker-kind.ts';
import type { WorkerFact } from '../events/worker-event.ts';
import { openProbe } from './open-probe.ts';
import type { QueueProbe } from './queue-probe.ts';
import { type QueueState, QueueWatch } from './queue-watch.ts';

/** What is asked of a kind of worker here. */
type QueuedKind = Pick<WorkerKind, 'name' | 'queue' | 'cwd'>;

/** The queues of all kinds of worker that name one. */
export class Queues {
  readonly #say: (fact: WorkerFact) => void;
  readonly #watches = new Map<string, { readonly watch: QueueWatch; readonly settings: string }>();

  constructor(say: (fact: WorkerFact) => void) {
    this.#say = say;
  }

  /**
   * Reads the queues of these kinds from now on, and no others. What is watched in the same way already goes on, with what it knows.
   *
   * @throws CodedError `QUEUE_CLIENT_MISSING`, `CONFIG_INVALID`; then nothing has changed
   */
  watch(kinds: readonly QueuedKind[]): void {
    const wanted = new Map<
      string,
      { readonly kind: QueuedKind; readonly settings: string; readonly probe?: QueueProbe }
    >();
    for (const kind of kinds) {
      const { name, queue, cwd = process.cwd() } = kind;
      if (queue === undefined) continue;
      const settings = JSON.stringify([queue, cwd]);
      const isKept = this.#watches.get(name)?.settings === settings;
      wanted.set(name, { kind, settings, ...(isKept ? {} : { probe: openProbe(queue.source, cwd, process.env) }) });
    }
    for (const [name, { watch }] of this.#watches) {
      const next = wanted.get(name);
      if (next !== undefined && next.probe === undefined) continue;
      watch.close();
      this.#watches.delete(name);
    }
    for (const [name, { kind, settings, probe }] of wanted) {
      if (probe === undefined || kind.queue === undefined) continue;
      this.#watches.set(name, { watch: new QueueWatch(name, probe, kind.queue, this.#say), settings });
    }
  }

  /** Whether workers of a kind may be replaced merely for their age: yes where no queue is named. */
  mayRotate(kind: string): boolean {
    const watch = this.#watches.get(kind)?.watch;
    return watch === undefined || watch.trend === 'does-not-grow';
  }

  get states(): readonly QueueState[] {
    return [...this.#watches.values()].map(({ watch }) => watch.state);
  }

  close(): void {
    for (const { watch } of this.#watches.values()) watch.close();
    this.#watches.clear();
  }
}
