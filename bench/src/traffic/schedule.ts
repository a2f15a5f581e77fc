import type { Script } from './script.ts';

/**
 * Runs scripts in order of simulated time: a binary heap of the instants at which they go on. Between two steps of one script run the
 * steps of all others that are due earlier, so segments of different connections are interleaved as on a real wire.
 */
export class Schedule {
  /** Simulated microseconds since the capture began. */
  nowUs = 0;
  #dueUs = new Float64Array(1024);
  readonly #scripts: Script[] = [];

  start(script: Script): void {
    this.#push(this.nowUs, script);
  }

  run(): void {
    const scripts = this.#scripts;
    while (scripts.length > 0) {
      this.nowUs = this.#dueUs[0] as number;
      const script = scripts[0] as Script;
      const step = script.next();
      // A script may have started others, but never before now: it is still at the top, or level with the top.
      if (step.done === true) this.#removeTop();
      else this.#sink(0, scripts.length, this.nowUs + step.value, script);
    }
  }

  #push(dueUs: number, script: Script): void {
    let at = this.#scripts.length;
    if (at === this.#dueUs.length) {
      const larger = new Float64Array(at * 2);
      larger.set(this.#dueUs);
      this.#dueUs = larger;
    }
    this.#scripts.push(script);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const parentDueUs = this.#dueUs[parent] as number;
      if (parentDueUs <= dueUs) break;
      this.#dueUs[at] = parentDueUs;
      this.#scripts[at] = this.#scripts[parent] as Script;
      at = parent;
    }
    this.#dueUs[at] = dueUs;
    this.#scripts[at] = script;
  }

  #removeTop(): void {
    const last = this.#scripts.length - 1;
    const script = this.#scripts.pop() as Script;
    if (last > 0) this.#sink(0, last, this.#dueUs[last] as number, script);
  }

  /** Puts a script where `hole` is, and lets it sink below everything that is due earlier. */
  #sink(hole: number, length: number, dueUs: number, script: Script): void {
    const due = this.#dueUs;
    const scripts = this.#scripts;
    let at = hole;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= length) break;
      if (child + 1 < length && (due[child + 1] as number) < (due[child] as number)) child += 1;
      const childDueUs = due[child] as number;
      if (childDueUs >= dueUs) break;
      due[at] = childDueUs;
      scripts[at] = scripts[child] as Script;
      at = child;
    }
    due[at] = dueUs;
    scripts[at] = script;
  }
}
