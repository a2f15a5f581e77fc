import type { SupervisorConfig, WorkerKind } from '../config/worker-kind.ts';
import { isAlive } from '../process/proc.ts';
import type { Rim } from './rim.ts';
import type { SupervisorState, WorkerRecord } from './state-file.ts';
import { deathUnseen, planTakeOver, sweepRecord } from './take-over.ts';
import { WorkerPlace } from './worker-place.ts';

/** What an earlier supervisor of this state left: who still runs is adopted, and what nobody wants any more is ended. */
export class Leftovers {
  readonly #rim: Rim;
  /** Cells that are being emptied. */
  #records: readonly WorkerRecord[] = [];

  constructor(rim: Rim) {
    this.#rim = rim;
  }

  get records(): readonly WorkerRecord[] {
    return this.#records;
  }

  /** How many workers were started in a place before; 0 where nothing is known. */
  instanceOf(kind: WorkerKind, index: number): number {
    return this.#records.find((left) => left.kind === kind.name && left.index === index)?.instance ?? 0;
  }

  /**
   * Begins to end what is not wanted, and adopts the others.
   *
   * @param place is given each place that is filled with an adopted worker, before the adoption is told
   */
  takeOver(state: SupervisorState, config: SupervisorConfig, place: (place: WorkerPlace) => void): void {
    const { adopt, sweep } = planTakeOver(state, config, isAlive);
    const { pid } = state.supervisor;
    this.#rim.record({ event: 'supervisor-died', pid, adopted: adopt.length, swept: sweep.length });
    this.#records = sweep;
    const kindOf = ({ kind }: WorkerRecord) => config.workers.find(({ name }) => name === kind);
    for (const record of adopt) {
      const adopted = new WorkerPlace(kindOf(record) as WorkerKind, record.index, this.#rim, record.instance);
      place(adopted);
      adopted.adopt(record, this.#rim.containment.reopen(record.cell));
    }
    for (const record of sweep) {
      this.#recordDeath(record);
      void this.#sweep(record, kindOf(record));
    }
  }

  #recordDeath(record: WorkerRecord): void {
    const { process, kind, index, instance } = record;
    if (process === undefined || isAlive(process)) return;
    const death = deathUnseen(record, this.#rim.stateFolder);
    this.#rim.record({ event: 'worker-died', death, worker: `${kind}.${index}`, instance, pid: process.pid });
  }

  async #sweep(record: WorkerRecord, kind: WorkerKind | undefined): Promise<void> {
    await sweepRecord(record, kind, this.#rim.containment, (fact) => this.#rim.record(fact));
    this.#records = this.#records.filter((other) => other !== record);
    this.#rim.save();
    this.#rim.changed();
  }
}
