import type { WriteStream } from 'node:tty';

/** Work shorter than this shows no bar. */
const patienceMs = 1000;
const redrawMs = 100;
const barColumns = 30;

/** A progress bar on a terminal, for work longer than a second; nothing anywhere else. */
export class Progress {
  readonly #stream: WriteStream;
  readonly #label: string;
  readonly #totalBytes: number;
  readonly #startedMs: number;
  readonly #nowMs: () => number;
  #drawnMs = 0;

  /** @param totalBytes 0 when unknown (a pipe, a compressed file) */
  constructor(stream: WriteStream, label: string, totalBytes: number, nowMs: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#label = label;
    this.#totalBytes = totalBytes;
    this.#nowMs = nowMs;
    this.#startedMs = nowMs();
  }

  update(bytesRead: number): void {
    if (!this.#stream.isTTY) return;
    const now = this.#nowMs();
    if (now - this.#startedMs < patienceMs || now - this.#drawnMs < redrawMs) return;
    this.#drawnMs = now;
    this.#stream.write(`\r\x1b[2K${this.#line(bytesRead)}`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#drawnMs > 0) this.#stream.write('\r\x1b[2K');
  }

  #line(bytesRead: number): string {
    const megabytes = `${(bytesRead / 1e6).toFixed(0)} MB`;
    if (this.#totalBytes === 0) return `reading ${this.#label}: ${megabytes}`;
    const share = Math.min(bytesRead / this.#totalBytes, 1);
    const filled = Math.round(share * barColumns);
    return `reading ${this.#label} [${'#'.repeat(filled)}${'.'.repeat(barColumns - filled)}] ${(share * 100).toFixed(0)} %, ${megabytes}`;
  }
}
