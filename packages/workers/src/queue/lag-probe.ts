import { execFile } from 'node:child_process';
import { type LagSample, type LagTrend, lagTrendOf, windowSize } from '../decisions/lag-trend.ts';

export interface LagProbeOptions {
  /** Prints how far the queue lags behind: a number, and nothing else. */
  readonly command: readonly [string, ...string[]];
  readonly everyMs: number;
  /** Called when the trend changes. */
  readonly onTrend: (trend: LagTrend, lag: number | undefined) => void;
}

/** Asks a command again and again how far a queue lags behind. */
export class LagProbe {
  readonly #options: LagProbeOptions;
  readonly #timer: NodeJS.Timeout;
  #samples: readonly LagSample[] = [];
  #trend: LagTrend = 'unknown';
  #said: LagTrend | undefined;
  #isAsking = false;
  #isClosed = false;

  constructor(options: LagProbeOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#ask(), options.everyMs).unref();
    this.#ask();
  }

  get trend(): LagTrend {
    return this.#trend;
  }

  get lag(): number | undefined {
    return this.#samples.at(-1)?.lag;
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
  }

  #ask(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const [file, ...args] = this.#options.command;
    execFile(file, args, { timeout: this.#options.everyMs, killSignal: 'SIGKILL' }, (error, output) => {
      this.#isAsking = false;
      if (this.#isClosed) return;
      this.#take(error === null ? numberOf(output) : undefined);
    });
  }

  #take(lag: number | undefined): void {
    this.#samples = [...this.#samples, { atMs: performance.now(), lag }].slice(-2 * windowSize);
    const trend = lagTrendOf(this.#samples);
    this.#trend = trend;
    const hasOnlyBegun = this.#said === undefined && trend === 'unknown' && lag !== undefined;
    if (trend === this.#said || hasOnlyBegun) return;
    this.#said = trend;
    this.#options.onTrend(trend, lag);
  }
}

function numberOf(text: string): number | undefined {
  return /^\s*\d{1,15}(?:\.\d{1,9})?\s*$/.test(text) ? Number(text) : undefined;
}
