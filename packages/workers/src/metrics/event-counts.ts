import type { WorkerFact } from '../events/worker-event.ts';
import type { Metric, MetricSample } from './exposition.ts';

/** Counts what happened since this process began, from the same facts that the evidence holds. */
export class EventCounts {
  readonly #counts = new Map<string, { readonly labels: Readonly<Record<string, string>>; value: number }>();

  count(fact: WorkerFact): void {
    switch (fact.event) {
      case 'worker-started':
        this.#add('starts', { kind: kindOf(fact.worker) });
        break;
      case 'worker-died':
        this.#add('deaths', { kind: kindOf(fact.worker), cause: fact.death.cause });
        break;
      case 'crash-loop':
        this.#add('crash-loops', { kind: kindOf(fact.worker) });
        break;
      case 'orphans-ended': {
        const labels = { kind: kindOf(fact.worker) };
        this.#add('sweeps', labels);
        this.#add('orphan-seconds', labels, fact.tookMs / 1000);
        this.#add('orphans', labels, Math.max(0, fact.count - fact.left));
        this.#add('left', labels, fact.left);
        break;
      }
      case 'reload-refused':
        this.#add('reloads-refused', {});
        break;
      case 'parent-died': {
        const { orphans, left, ended } = fact;
        this.#add('parent-deaths', { signal: fact.signal ?? 'unknown' });
        this.#add('guard-orphans', {}, ended ? Math.max(0, orphans.length - left) : 0);
        this.#add('guard-left', {}, ended ? left : 0);
        this.#add('spared', {}, ended ? 0 : orphans.length);
      }
    }
  }

  /** What a supervisor counts. */
  ofSupervisor(): readonly Metric[] {
    return [
      this.#counter('fivewhys_worker_starts_total', 'Workers started.', 'starts'),
      this.#counter('fivewhys_worker_deaths_total', 'Deaths of workers, by what ended them.', 'deaths'),
      this.#counter('fivewhys_worker_crash_loops_total', 'Workers given up.', 'crash-loops'),
      this.#counter('fivewhys_orphans_ended_total', 'Orphans ended.', 'orphans'),
      this.#counter('fivewhys_orphans_left_total', 'Orphans that could not be ended.', 'left'),
      this.#counter('fivewhys_orphan_sweeps_total', 'Deaths that left orphans.', 'sweeps'),
      this.#counter(
        'fivewhys_orphan_sweep_seconds_total',
        'Time from these deaths until no orphan was left.',
        'orphan-seconds',
      ),
      this.#counter('fivewhys_reloads_refused_total', 'Configurations that could not be used.', 'reloads-refused'),
    ];
  }

  /** What a guard counts. */
  ofGuard(): readonly Metric[] {
    return [
      this.#counter('fivewhys_guard_parent_deaths_total', 'Deaths of parents that left orphans.', 'parent-deaths'),
      this.#counter('fivewhys_guard_orphans_ended_total', 'Orphans ended.', 'guard-orphans'),
      this.#counter('fivewhys_guard_orphans_left_total', 'Orphans that could not be ended.', 'guard-left'),
      this.#counter('fivewhys_guard_orphans_spared_total', 'Orphans left alone in a dry run.', 'spared'),
    ];
  }

  #add(what: string, labels: Readonly<Record<string, string>>, by = 1): void {
    const key = JSON.stringify([what, labels]);
    const entry = this.#counts.get(key) ?? { labels, value: 0 };
    entry.value += by;
    this.#counts.set(key, entry);
  }

  #counter(name: string, help: string, what: string): Metric {
    const samples: MetricSample[] = [];
    for (const [key, { labels, value }] of this.#counts) {
      if ((JSON.parse(key) as [string])[0] === what) samples.push({ labels, value: Number(value.toFixed(6)) });
    }
    return { name, help, type: 'counter', samples };
  }
}

/** `mail.0` is of the kind `mail`. */
function kindOf(worker: string): string {
  return worker.slice(0, worker.lastIndexOf('.'));
}
