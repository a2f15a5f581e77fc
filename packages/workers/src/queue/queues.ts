import type { WorkerKind } from '../config/worker-kind.ts';
import type { WorkerFact } from '../events/worker-event.ts';
import { LagProbe } from './lag-probe.ts';

/** The queues of all kinds of worker that name one. */
export class Queues {
  readonly #say: (fact: WorkerFact) => void;
  readonly #probes = new Map<string, LagProbe>();

  constructor(say: (fact: WorkerFact) => void) {
    this.#say = say;
  }

  /** Asks the queues of these kinds from now on, and no others. */
  watch(kinds: readonly WorkerKind[]): void {
    this.close();
    for (const { name, queue } of kinds) {
      if (queue === undefined) continue;
      const onTrend = (trend: LagProbe['trend'], lag: number | undefined) =>
        this.#say({ event: 'queue-lag', kind: name, trend, ...(lag === undefined ? {} : { lag }) });
      this.#probes.set(name, new LagProbe({ command: queue.lagCommand, everyMs: queue.everyMs, onTrend }));
    }
  }

  /** Whether workers of a kind may be replaced merely for their age: yes where no queue is named. */
  mayRotate(kind: string): boolean {
    const probe = this.#probes.get(kind);
    return probe === undefined || probe.trend === 'does-not-grow';
  }

  close(): void {
    for (const probe of this.#probes.values()) probe.close();
    this.#probes.clear();
  }
}
