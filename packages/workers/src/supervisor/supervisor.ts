import type { Server } from 'node:net';
import { join } from 'node:path';
import type { SupervisorConfig } from '../config/worker-kind.ts';
import { type ContainmentChoice, chooseContainment } from '../containment/choose-containment.ts';
import type { Containment } from '../containment/containment.ts';
import { NewcomersWatch } from '../containment/newcomers.ts';
import type { EndedBecause } from '../death/death.ts';
import { KernelKillsWatch } from '../death/kernel-kills.ts';
import { nextToReplace } from '../decisions/next-to-replace.ts';
import { workersError } from '../errors.ts';
import { EventFile } from '../events/event-file.ts';
import type { WorkerEvent, WorkerFact } from '../events/worker-event.ts';
import type { QueueState } from '../queue/queue-watch.ts';
import { Queues } from '../queue/queues.ts';
import { EndWithSupervisor } from './end-with-supervisor.ts';
import { Leftovers } from './leftovers.ts';
import { lockState } from './lock.ts';
import { ReapingWatch } from './reaping-watch.ts';
import type { Rim } from './rim.ts';
import { makeStateFolder } from './state-file.ts';
import { StateKeeper } from './state-keeper.ts';
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
/** Who is replaced next, and what workers wrote. */
const lookEveryTicks = 4;
/** Who belongs to whom, and memory. */
const closeLookEveryTicks = 40;

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
  readonly #leftovers: Leftovers;
  readonly #state: StateKeeper;
  readonly #newcomers = new NewcomersWatch();
  #stopping = false;
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
      throw workersError(
        'STATE_NOT_WRITABLE',
        `${(error as Error).message}; another folder can be given (--state)`,
        error,
      );
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
    this.#state = new StateKeeper(options.stateFolder, () => [
      ...this.#places.map((place) => place.record()).filter((record) => record !== undefined),
      ...this.#leftovers.records,
    ]);
    this.#rim = {
      containment: this.containment,
      stateFolder: options.stateFolder,
      name: config.name,
      kernelKills: new KernelKillsWatch(),
      reaping: new ReapingWatch(),
      record: (fact) => this.#record(fact),
      save: () => this.#state.save(),
      saveSoon: () => this.#state.saveSoon(),
      forward: options.onOutput ?? (() => {}),
      stdout: options.stdout ?? 'inherit',
      changed: () => queueMicrotask(() => this.#endIfNothingRuns()),
    };
    this.#leftovers = new Leftovers(this.#rim);
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
    const before = this.#state.read();
    if (before !== undefined && before.workers.length > 0) {
      this.#leftovers.takeOver(before, this.#config, (place) => this.#places.push(place));
    }
    this.#fillPlaces();
    this.#state.save();
  }

  #fillPlaces(): void {
    for (const kind of this.#config.workers) {
      for (let index = 0; index < kind.count; index += 1) {
        const filled = this.#places.some((place) => place.kind.name === kind.name && place.index === index);
        if (filled) continue;
        this.#places.push(new WorkerPlace(kind, index, this.#rim, this.#leftovers.instanceOf(kind, index)));
      }
    }
  }

  #stopPlaces(places: readonly WorkerPlace[], because: EndedBecause): void {
    for (const place of places) place.dispatch({ kind: 'stop', because });
  }

  #tick(): void {
    this.#ticks += 1;
    const nowMs = performance.now();
    for (const place of this.#places) place.tick(nowMs);
    if (this.#ticks % lookEveryTicks !== 0) return;
    for (const place of this.#places) if (place.isOutdated) place.dispatch({ kind: 'replace', because: 'reload' });
    for (const { name } of this.#config.workers) this.#replaceNext(name);
    this.#look(this.#ticks % closeLookEveryTicks === 0);
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
    if (closely) {
      this.#rim.kernelKills.look();
      const notReaped = this.#rim.reaping.look();
      if (notReaped !== undefined) this.#record(notReaped);
    }
    // Without cgroups members are told by whom they were seen with, so they have to be seen while they live.
    const newcomers = closely && this.containment.kind === 'cookie' ? this.#newcomers.look() : undefined;
    for (const place of this.#places) {
      place.look(newcomers);
      if (closely) place.weigh(this.#options.weighMemory === true);
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
    if (this.#isOver || this.#leftovers.records.length > 0) return;
    const phases = this.#places.map(({ model }) => model.phase);
    if (!phases.every((phase) => phase.kind === 'stopped')) return;
    if (!this.#stopping && phases.length === 0) return;
    this.#isOver = true;
    const looped = phases.some((phase) => phase.kind === 'stopped' && phase.because === 'crash-loop');
    const because = this.#stopping ? 'stop' : looped ? 'crash-loop' : 'finished';
    clearInterval(this.#timer);
    this.#queues.close();
    this.#endWith?.cancel();
    this.#state.save();
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
