import type { CpuClock } from '../../src/meter/cpu-clock.ts';

/** A CPU clock that only `work` moves, so that tests know to the microsecond what was used. */
export class MadeClock implements CpuClock {
  readonly kind = 'thread';
  userUs = 0;
  systemUs = 0;
  reads = 0;
  #trueUs = 0;

  read(): void {
    this.reads += 1;
    this.userUs = this.#trueUs;
  }

  work(us: number): void {
    this.#trueUs += us;
  }
}
