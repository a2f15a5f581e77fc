import { performance } from 'node:perf_hooks';
import process from 'node:process';
import type { CpuClock } from './cpu-clock.ts';

const recalibrateMs = 100;

/**
 * CPU time estimated from wall time: what passes while a callback runs, times the share of its active time in which the event loop's thread had a CPU. A tenth of the
 * price of a CPU clock, and right as long as the requests are held up alike; a request that blocks the loop in a system call (`readFileSync` from a slow disk)
 * is charged for its waiting.
 *
 * The share is measured anew every 100 ms of use: CPU time of the thread over the active time of the loop.
 */
export class SliceClock implements CpuClock {
  readonly kind = 'slices';
  userUs = 0;
  systemUs = 0;
  #atMs = performance.now();
  #calibratedMs = this.#atMs;
  #activeMs = performance.eventLoopUtilization().active;
  #usage = process.threadCpuUsage();
  #userShare = 1;
  #systemShare = 0;

  read(): void {
    const nowMs = performance.now();
    const passedUs = (nowMs - this.#atMs) * 1000;
    this.#atMs = nowMs;
    this.userUs += passedUs * this.#userShare;
    this.systemUs += passedUs * this.#systemShare;
    if (nowMs - this.#calibratedMs >= recalibrateMs) this.#calibrate(nowMs);
  }

  #calibrate(nowMs: number): void {
    process.cpuUsage();
    const usage = process.threadCpuUsage();
    const { active } = performance.eventLoopUtilization();
    const activeUs = (active - this.#activeMs) * 1000;
    if (activeUs > 1000) {
      this.#userShare = Math.min(1, (usage.user - this.#usage.user) / activeUs);
      this.#systemShare = Math.min(1 - this.#userShare, (usage.system - this.#usage.system) / activeUs);
    }
    this.#calibratedMs = nowMs;
    this.#activeMs = active;
    this.#usage = usage;
  }
}
