import { redact } from '../death/redact.ts';
import { type LagTrend, lagTrendOf, windowSize } from '../decisions/lag-trend.ts';
import { alarmsAfter, type QueueAlarm, queueAlarms } from '../decisions/queue-alarms.ts';
import { type QueueFigures, type QueueSample, queueFigures } from '../decisions/queue-figures.ts';
import type { WorkerFact } from '../events/worker-event.ts';
import type { QueueProbe } from './queue-probe.ts';
import type { ReturnedItem } from './queue-reading.ts';
import type { QueueWatchSettings } from './queue-source.ts';

/** What there is to see of a queue now. */
export interface QueueState {
  readonly kind: string;
  /** Undefined: not read yet, or not readable. */
  readonly figures: QueueFigures | undefined;
  readonly consumersExpected: number | undefined;
  readonly trend: LagTrend;
  readonly alarms: ReadonlySet<QueueAlarm>;
  /** Why it can't be read. */
  readonly unreadable: string | undefined;
}

/** How long a reading may take: about until the next one, but no broker is waited for longer than ten seconds, and none is given up after less than one. */
function boundOf(everyMs: number): number {
  return Math.min(Math.max(everyMs, 1000), 10_000);
}

/** Reads a queue again and again, and says what changed. */
export class QueueWatch {
  readonly #kind: string;
  readonly #probe: QueueProbe;
  readonly #settings: QueueWatchSettings;
  readonly #say: (fact: WorkerFact) => void;
  readonly #timer: NodeJS.Timeout;
  #samples: readonly QueueSample[] = [];
  #trend: LagTrend = 'unknown';
  #saidTrend: LagTrend | undefined;
  #alarms: ReadonlySet<QueueAlarm> = new Set();
  #unreadable: string | undefined;
  #saidFiguresMs: number | undefined;
  #saidReturned: ReturnedItem = { times: 0 };
  #isReading = false;
  #isClosed = false;

  constructor(kind: string, probe: QueueProbe, settings: QueueWatchSettings, say: (fact: WorkerFact) => void) {
    this.#kind = kind;
    this.#probe = probe;
    this.#settings = settings;
    this.#say = say;
    this.#timer = setInterval(() => void this.#read(), settings.everyMs).unref();
    void this.#read();
  }

  get state(): QueueState {
    return {
      kind: this.#kind,
      figures: this.#figures(),
      consumersExpected: this.#settings.consumers,
      trend: this.#trend,
      alarms: this.#alarms,
      unreadable: this.#unreadable,
    };
  }

  get trend(): LagTrend {
    return this.#trend;
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#probe.close();
  }

  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    const boundMs = boundOf(this.#settings.everyMs);
    const signal = AbortSignal.timeout(boundMs);
    try {
      const reading = await Promise.race([this.#probe.read(signal), aborted(signal, boundMs)]);
      if (!this.#isClosed) this.#take({ atMs: performance.now(), reading });
    } catch (error) {
      // Whatever state its connection is in, the next reading begins with a new one.
      this.#probe.close();
      if (!this.#isClosed) this.#take({ atMs: performance.now(), reading: undefined }, reasonOf(error));
    } finally {
      this.#isReading = false;
    }
  }

  #take(sample: QueueSample, unreadable?: string): void {
    const { windows, everyMs } = this.#settings;
    const keptMs = 1.2 * Math.max(windows.longMs, 2 * windowSize * everyMs);
    this.#samples = [...this.#samples, sample].filter(({ atMs }) => atMs >= sample.atMs - keptMs);
    if (unreadable !== undefined && this.#unreadable === undefined) {
      this.#say({ event: 'queue-unreadable', kind: this.#kind, because: unreadable });
    }
    const isBack = unreadable === undefined && this.#unreadable !== undefined;
    this.#unreadable = unreadable;
    this.#judgeTrend();
    this.#judgeAlarms();
    const isDue = sample.atMs - (this.#saidFiguresMs ?? Number.NEGATIVE_INFINITY) >= windows.shortMs;
    if (isBack || isDue || this.#hasReturned(sample)) this.#sayFigures(sample.atMs);
  }

  #judgeTrend(): void {
    const lags = this.#samples.map(({ atMs, reading }) => ({ atMs, lag: reading?.lag }));
    const lag = lags.at(-1)?.lag;
    const trend = lagTrendOf(lags);
    this.#trend = trend;
    const hasOnlyBegun = this.#saidTrend === undefined && trend === 'unknown' && lag !== undefined;
    if (trend === this.#saidTrend || hasOnlyBegun) return;
    this.#saidTrend = trend;
    this.#say({ event: 'queue-lag', kind: this.#kind, trend, ...(lag === undefined ? {} : { lag }) });
  }

  #judgeAlarms(): void {
    const before = this.#alarms;
    this.#alarms = alarmsAfter(before, this.#samples, this.#settings);
    const figures = this.#figures();
    const { oldestWithinMs, consumers: consumersExpected } = this.#settings;
    const limits = {
      ...(oldestWithinMs === undefined ? {} : { oldestWithinMs }),
      ...(consumersExpected === undefined ? {} : { consumersExpected }),
    };
    for (const alarm of queueAlarms) {
      if (before.has(alarm) === this.#alarms.has(alarm)) continue;
      const state = this.#alarms.has(alarm) ? 'begun' : 'ended';
      this.#say({ event: 'queue-alarm', kind: this.#kind, alarm, state, ...limits, figures: figures ?? {} });
    }
  }

  /** An item that comes back is soon gone again, done or given up: it is told of at once. */
  #hasReturned({ reading }: QueueSample): boolean {
    const { item, times } = reading?.returned ?? { times: 0 };
    return times > 0 && (item !== this.#saidReturned.item || times > this.#saidReturned.times);
  }

  #sayFigures(nowMs: number): void {
    const figures = this.#figures();
    if (figures === undefined) return;
    this.#saidFiguresMs = nowMs;
    this.#saidReturned = figures.returned ?? { times: 0 };
    this.#say({ event: 'queue-figures', kind: this.#kind, figures });
  }

  #figures(): QueueFigures | undefined {
    return queueFigures(this.#samples, this.#settings.windows.shortMs);
  }
}

function aborted(signal: AbortSignal, boundMs: number): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${boundMs} ms`)), { once: true });
  });
}

/** What `fetch` and sockets say at the surface is often only that something failed. */
function reasonOf(error: unknown): string {
  const { message, cause, errors } = error as { message?: string; cause?: unknown; errors?: readonly Error[] };
  const inner = (cause as Error | undefined)?.message ?? errors?.[0]?.message;
  const text = [message || undefined, inner].filter((part) => part !== undefined).join(': ') || String(error);
  return redact(text.split('\n')[0] ?? '').slice(0, 300);
}
