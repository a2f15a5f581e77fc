import { performance } from 'node:perf_hooks';
import type { CpuClock, CpuClockKind } from './cpu-clock.ts';

/** As long as the CPU clock was read no longer ago, the wall clock goes on for it. */
const shortUs = 50;

/**
 * A CPU clock, read only from time to time. A reading takes 2 µs, and a request that says hello, world goes through some twenty changes of owner in as many microseconds: reading at each of them
 * took more than all the rest. So within 50 µs of a reading time is told by the wall clock, which takes 75 ns: a thread that runs for so short a time has hardly ever lost its CPU
 * meanwhile. If it did, the next reading puts it right, and the stretch that ends there gets up to 50 µs too little.
 *
 * It never goes back: where it is ahead, it waits for the truth.
 */
export class StretchClock implements CpuClock {
  readonly kind: CpuClockKind;
  userUs = 0;
  systemUs = 0;
  readonly #clock: CpuClock;
  #readMs = 0;
  #userShare = 1;

  constructor(clock: CpuClock) {
    this.#clock = clock;
    this.kind = clock.kind;
    this.#readClock(performance.now());
  }

  read(): void {
    const nowMs = performance.now();
    const passedUs = (nowMs - this.#readMs) * 1000;
    if (passedUs >= shortUs) this.#readClock(nowMs);
    else this.#goOnTo(passedUs * this.#userShare, passedUs * (1 - this.#userShare));
  }

  #readClock(nowMs: number): void {
    const { userUs, systemUs } = this.#clock;
    this.#clock.read();
    const user = this.#clock.userUs - userUs;
    const system = this.#clock.systemUs - systemUs;
    if (user + system > 0) this.#userShare = user / (user + system);
    this.#readMs = nowMs;
    this.#goOnTo(0, 0);
  }

  #goOnTo(userUs: number, systemUs: number): void {
    this.userUs = Math.max(this.userUs, this.#clock.userUs + userUs);
    this.systemUs = Math.max(this.systemUs, this.#clock.systemUs + systemUs);
  }
}
