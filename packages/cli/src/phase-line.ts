import process from 'node:process';
import type { WriteStream } from 'node:tty';

/** Work shorter than this shows no line. */
const patienceMs = 1000;
const redrawMs = 500;
const defaultColumns = 80;

/** A line on a terminal that says what is being done and for how long, for work whose end can't be told; nothing anywhere else. */
export class PhaseLine {
  readonly #stream: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>;
  readonly #nowMs: () => number;
  #timer: NodeJS.Timeout | undefined;
  #doing = '';
  #startedMs = 0;
  #beganMs = 0;
  #drawn = false;

  constructor(
    stream: Pick<WriteStream, 'isTTY' | 'columns' | 'write'> = process.stderr,
    nowMs: () => number = () => performance.now(),
  ) {
    this.#stream = stream;
    this.#nowMs = nowMs;
  }

  /** @param doing what is being done from now on, such as `working out percentiles` */
  begin(doing: string): void {
    if (!this.#stream.isTTY) return;
    this.#beganMs = this.#nowMs();
    if (this.#timer === undefined) {
      this.#startedMs = this.#beganMs;
      this.#timer = setInterval(() => this.#draw(), redrawMs).unref();
    }
    this.#doing = doing;
    this.#draw();
  }

  /** Takes the line away. */
  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#drawn) this.#stream.write('\r\x1b[2K');
    this.#drawn = false;
  }

  #draw(): void {
    const now = this.#nowMs();
    if (now - this.#startedMs < patienceMs) return;
    this.#drawn = true;
    const seconds = Math.floor((now - this.#beganMs) / 1000);
    // The last column stays free: some terminals go to the next line when it is written.
    const width = (this.#stream.columns || defaultColumns) - 1;
    this.#stream.write(`\r\x1b[2K${`${this.#doing}: ${seconds} s`.slice(0, width)}`);
  }
}
