import type { Server } from 'node:net';
import { join } from 'node:path';
import type { SupervisorConfig, WorkerKind } from '../config/worker-kind.ts';
import { type ContainmentChoice, chooseContainment } from '../containment/choose-containment.ts';
import type { Containment } from '../containment/containment.ts';
import { lookAround } from '../containment/look-around.ts';
import type { EndedBecause } from '../death/death.ts';
import { nextToReplace } from '../decisions/next-to-replace.ts';
import { workersError } from '../errors.ts';
import { EventFile } from '../events/event-file.ts';
import type { WorkerEvent, WorkerFact } from '../events/worker-event.ts';
import { isAlive, readBootId, readProcess } from '../process/proc.ts';
import type { QueueState } from '../queue/queue-watch.ts';
import { Queues } from '../queue/queues.ts';
import { EndWithSupervisor } from './end-with-supervisor.ts';
import { lockState } from './lock.ts';
import type { Rim } from './rim.ts';
import { makeStateFolder, readState, type WorkerRecord, writeState } from './state-file.ts';
import { deathUnseen, planTakeOver, sweepRecord } from './take-over.ts';
import { WorkerPlace } from './worker-place.ts';

export interface SupervisorOptions {
  /** Where state, evidence and reports are kept; private to this supervisor. */
  readonly stateFolder: string;
  /** The evidence; in the state folder by default. */
  readonly eventsPath?: string;
  readonly eventsLongestBytes?: number;
  readonly containment?: Pick<ContainmentChoice, 'want' | 'parentGroup'>;
  /** Workers end when the supervisor dies; otherwise they run on, and its successor adopts them. */
  readonly endWithSupervisor?: boolean;
  readonly stdout?: 'inherit' | 'forward';
  /** What workers wrote to standard error. */
  readonly onOutput?: (chunk: Buffer) => void;
  readonly onEvent?: (event: WorkerEvent) => void;
  /** Memory is weighed also where no limit asks for it. */
  readonly weighMemory?: boolean;
}

/** How it ended. */
export interface SupervisorEnd {
  readonly because: 'stop' | 'finished' | 'crash-loop';
}

const tickMs = 50;
const outputEveryTicks = 4;
const lookEveryTicks = 40;

/** Keeps workers running. What to do is decided in `decisions/`; here it is timed and carried out. */
export class Supervisor {
  readonly ended: Promise<SupervisorEnd>;
  readonly containment: Containment;
  readonly #options: SupervisorOptions;
  readonly #events: EventFile;
  readonly #lock: Server;
  readonly #rim: Rim;
  readonly #timer: NodeJS.Timeout;
  readonly #endWith: EndWithSupervisor | undefined;
  #config: SupervisorConfig;
  #places: WorkerPlace[] = [];
  /** Cells of an earlier supervisor that are being emptied. */
  #leftover: readonly WorkerRecord[] = [];
  #stopping = false;
  #saving: NodeJS.Immediate | undefined;
  #isOver = false;
  #ticks = 0;
  readonly #queues = new Queues((fact) => this.#record(fact));
  #resolve: (end: SupervisorEnd) => void = () => {};

  /**
   * Starts the workers, or takes over those of an earlier supervisor of the same state.
   *
   * @throws CodedError `SUPERVISOR_RUNNING`, `CONTAINMENT_UNAVAILABLE`, `STATE_NOT_WRITABLE`, `QUEUE_CLIENT_MISSING`
   */
  static async start(config: SupervisorConfig, options: SupervisorOptions): Promise<Supervisor> {
    try {
      makeStateFolder(options.stateFolder);
    } catch (error) {
      throw workersError('STATE_NOT_WRITABLE', `${options.stateFolder}: ${(error as Error).message}`, error);
    }
    const lock = await lockState(options.stateFolder);
    try {
      return new Supervisor(config, options, lock);
    } catch (error) {
      lock.close();
      throw error;
    }
  }

  private constructor(config: SupervisorConfig, options: SupervisorOptions, lock: Server) {
    this.#config = config;
    this.#options = options;
    this.#lock = lock;
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.containment = containmentFor(config, options);
    this.#events = eventsFor(config, options);
    try {
      this.#queues.watch(config.workers);
    } catch (error) {
      this.#events.close();
      this.containment.close();
      throw error;
    }
    this.#rim = {
      containment: this.containment,
      stateFolder: options.stateFolder,
      name: config.name,
      record: (fact) => this.#record(fact),
      save: () => this.#save(),
      saveSoon: () => this.#saveSoon(),
      forward: options.onOutput ?? (() => {}),
      stdout: options.stdout ?? 'inherit',
      changed: () => queueMicrotask(() => this.#endIfNothingRuns()),
    };
    const { kind, countsMemory, promise } = this.containment;
    this.#record({ event: 'supervisor-started', pid: process.pid, containment: kind, countsMemory, promise });
    this.#takeOver();
    if (options.endWithSupervisor) {
      this.#endWith = new EndWithSupervisor(this.containment, config.name, this.containment.folder);
    }
    this.#timer = setInterval(() => this.#tick(), tickMs);
    this.#tick();
  }

  get places(): readonly WorkerPlace[] {
    return this.#places;
  }

  /** What is known of the queues. */
  get queues(): readonly QueueState[] {
    return this.#queues.states;
  }

  /** Evidence that could not be written. */
  get lostEvents(): number {
    return this.#events.lost;
  }

  /** Ends all workers in order; `ended` resolves when none is left. */
  stop(): void {
    if (this.#stopping) return;
    this.#stopping = true;
    this.#stopPlaces(this.#places, 'stop');
    this.#endIfNothingRuns();
  }

  /**
   * Takes another configuration: what is new is started, what is gone is ended, what is started otherwise is replaced one by one. Workers that were given up get another chance.
   *
   * @throws CodedError `QUEUE_CLIENT_MISSING`, `CONFIG_INVALID`; then nothing has changed
   */
  reload(config: SupervisorConfig): void {
    if (this.#stopping) return;
    this.#queues.watch(config.workers);
    this.#config = config;
    const before = this.#places;
    const kindOf = (place: WorkerPlace) =>
      config.workers.find(({ name, count }) => name === place.kind.name && place.index < count);
    const gone = before.filter((place) => kindOf(place) === undefined);
    for (const place of before) place.kind = kindOf(place) ?? place.kind;
    const replaced = before.filter((place) => !gone.includes(place) && place.isOutdated).length;
    this.#places = before.filter((place) => gone.includes(place) || place.model.phase.kind !== 'stopped');
    const kept = this.#places.length;
    this.#fillPlaces();
    this.#record({ event: 'reloaded', added: this.#places.length - kept, removed: gone.length, replaced });
    this.#stopPlaces(gone, 'scale-down');
  }

  /** A configuration that can't be used changes nothing, and that is said. */
  refuseReload(because: string): void {
    this.#record({ event: 'reload-refused', because });
  }

  #takeOver(): void {
    const { stateFolder } = this.#options;
    const state = readState(join(stateFolder, 'state.json'), readBootId());
    if (state !== undefined && state.workers.length > 0) {
      const { adopt, sweep } = planTakeOver(state, this.#config, isAlive);
      this.#record({
        event: 'supervisor-died',
        pid: state.supervisor.pid,
        adopted: adopt.length,
        swept: sweep.length,
      });
      this.#leftover = sweep;
      for (const record of adopt) {
        const place = new WorkerPlace(this.#kind(record.kind) as WorkerKind, record.index, this.#rim, record.instance);
        this.#places.push(place);
        place.adopt(record, this.containment.reopen(record.cell));
      }
      for (const record of sweep) {
        this.#recordDeath(record);
        void this.#sweepLeftover(record);
      }
    }
    this.#fillPlaces();
    this.#save();
  }

  #recordDeath(record: WorkerRecord): void {
    const { process, kind, index, instance } = record;
    if (process === undefined || isAlive(process)) return;
    const death = deathUnseen(record, this.#options.stateFolder);
    this.#record({ event: 'worker-died', death, worker: `${kind}.${index}`, instance, pid: process.pid });
  }

  async #sweepLeftover(record: WorkerRecord): Promise<void> {
    await sweepRecord(record, this.#kind(record.kind), this.containment, (fact) => this.#record(fact));
    this.#leftover = this.#leftover.filter((other) => other !== record);
    this.#save();
    this.#endIfNothingRuns();
  }

  #kind(name: string): WorkerKind | undefined {
    return this.#config.workers.find((kind) => kind.name === name);
  }

  #fillPlaces(): void {
    for (const kind of this.#config.workers) {
      for (let index = 0; index < kind.count; index += 1) {
        const filled = this.#places.some((place) => place.kind.name === kind.name && place.index === index);
        const instance = this.#leftover.find((left) => left.kind === kind.name && left.index === index)?.instance ?? 0;
        if (!filled) this.#places.push(new WorkerPlace(kind, index, this.#rim, instance));
      }
    }
  }

  #stopPlaces(places: readonly WorkerPlace[], because: EndedBecause): void {
    for (const place of places) place.dispatch({ kind: 'stop', because });
  }

  #tick(): void {
    this.#ticks += 1;
    for (const place of this.#places) {
      if (place.isOutdated) place.dispatch({ kind: 'replace', because: 'reload' });
      place.dispatch({ kind: 'tick' });
    }
    for (const { name } of this.#config.workers) this.#replaceNext(name);
    if (this.#ticks % outputEveryTicks === 0) this.#look(this.#ticks % lookEveryTicks === 0);
  }

  #replaceNext(kindName: string): void {
    if (this.#stopping) return;
    const places = this.#places.filter(({ kind }) => kind.name === kindName);
    const next = nextToReplace(
      places.map(({ model }) => model),
      performance.now(),
      this.#queues.mayRotate(kindName),
    );
    if (next !== undefined) places[next]?.dispatch({ kind: 'turn' });
  }

  #look(closely: boolean): void {
    // Without cgroups members are told by whom they were seen with, so they have to be seen while they live.
    const look = closely && this.containment.kind === 'cookie' ? lookAround() : undefined;
    for (const place of this.#places) {
      const { softBytes, hardBytes } = place.kind.memory;
      const weigh = this.#options.weighMemory === true || softBytes !== undefined || hardBytes !== undefined;
      place.look(look, closely && weigh);
    }
  }

  #saveSoon(): void {
    this.#saving ??= setImmediate(() => {
      this.#saving = undefined;
      if (!this.#isOver) this.#save();
    });
  }

  #save(): void {
    const own = readProcess(process.pid);
    const running = this.#places.map((place) => place.record()).filter((record) => record !== undefined);
    try {
      writeState(join(this.#options.stateFolder, 'state.json'), {
        version: 1,
        bootId: readBootId(),
        supervisor: { pid: process.pid, startTicks: own?.startTicks ?? 0 },
        workers: [...running, ...this.#leftover],
      });
    } catch {
      // A full disk must not end the workers; the cells are still found while this supervisor lives.
    }
  }

  #record(fact: WorkerFact): void {
    const event = this.#events.append(fact);
    this.#options.onEvent?.(event);
  }

  #endIfNothingRuns(): void {
    this.#places = this.#places.filter(
      ({ model }) => model.phase.kind !== 'stopped' || model.stopping !== 'scale-down' || this.#stopping,
    );
    if (this.#isOver || this.#leftover.length > 0) return;
    const phases = this.#places.map(({ model }) => model.phase);
    if (!phases.every((phase) => phase.kind === 'stopped')) return;
    if (!this.#stopping && phases.length === 0) return;
    this.#isOver = true;
    const looped = phases.some((phase) => phase.kind === 'stopped' && phase.because === 'crash-loop');
    const because = this.#stopping ? 'stop' : looped ? 'crash-loop' : 'finished';
    clearInterval(this.#timer);
    this.#queues.close();
    this.#endWith?.cancel();
    this.#save();
    this.#record({ event: 'supervisor-stopped', because });
    this.#events.close();
    this.containment.close();
    this.#lock.close();
    this.#resolve({ because });
  }
}

function containmentFor({ name }: SupervisorConfig, { containment }: SupervisorOptions): Containment {
  try {
    return chooseContainment({ want: 'auto', ...containment, name });
  } catch (error) {
    throw workersError('CONTAINMENT_UNAVAILABLE', (error as Error).message, error);
  }
}

function eventsFor({ name }: SupervisorConfig, options: SupervisorOptions): EventFile {
  const path = options.eventsPath ?? join(options.stateFolder, 'events.jsonl');
  try {
    return new EventFile(path, name, options.eventsLongestBytes);
  } catch (error) {
    throw workersError('STATE_NOT_WRITABLE', `${path}: ${(error as Error).message}`, error);
  }
}
