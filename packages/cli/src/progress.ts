import type { WriteStream } from 'node:tty';
import { plain, shorten } from '@fivewhys/report/load';

/** Work shorter than this shows no bar. */
const patienceMs = 1000;
const redrawMs = 100;
const bar = { most: 30, least: 10 };
const leastLabel = 12;
const defaultColumns = 80;

/** A progress bar on a terminal, for work longer than a second; nothing anywhere else. */
export class Progress {
  readonly #stream: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>;
  readonly #doing: string;
  readonly #label: string;
  readonly #totalBytes: number;
  readonly #startedMs: number;
  readonly #nowMs: () => number;
  #drawnMs = 0;

  /** @param totalBytes 0 when unknown (a pipe, a compressed file) */
  constructor(
    stream: Pick<WriteStream, 'isTTY' | 'columns' | 'write'>,
    doing: string,
    label: string,
    totalBytes: number,
    nowMs: () => number = () => performance.now(),
  ) {
    this.#stream = stream;
    this.#doing = doing;
    this.#label = plain(label, true);
    this.#totalBytes = totalBytes;
    this.#nowMs = nowMs;
    this.#startedMs = nowMs();
  }

  update(bytesRead: number): void {
    if (!this.#stream.isTTY) return;
    const now = this.#nowMs();
    if (now - this.#startedMs < patienceMs || now - this.#drawnMs < redrawMs) return;
    this.#drawnMs = now;
    // The last column stays free: some terminals go to the next line when it is written.
    const width = (this.#stream.columns || defaultColumns) - 1;
    const line = progressLine(this.#doing, this.#label, bytesRead, this.#totalBytes, width);
    this.#stream.write(`\r\x1b[2K${line}`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#drawnMs > 0) this.#stream.write('\r\x1b[2K');
  }
}

/**
 * How far the work is, in at most `width` columns: what has no room becomes shorter, first the name, then the bar, and then they go.
 *
 * @param totalBytes 0 when unknown
 */
export function progressLine(doing: string, label: string, bytesRead: number, totalBytes: number, width: number) {
  const megabytes = `${(bytesRead / 1e6).toFixed(0)} MB`;
  if (totalBytes === 0) {
    const room = width - `${doing} : ${megabytes}`.length;
    return room < leastLabel ? megabytes.slice(0, width) : `${doing} ${shorten(label, room)}: ${megabytes}`;
  }
  const share = Math.min(bytesRead / totalBytes, 1);
  const figures = `${(share * 100).toFixed(0)} %, ${megabytes}`;
  const room = width - `${doing}  [] ${figures}`.length;
  const barColumns = Math.max(bar.least, Math.min(bar.most, room - label.length));
  if (room - barColumns < leastLabel) return figures.slice(0, width);
  return `${doing} ${shorten(label, room - barColumns)} ${drawn(share, barColumns)} ${figures}`;
}

function drawn(share: number, columns: number): string {
  const filled = Math.round(share * columns);
  return `[${'#'.repeat(filled)}${'.'.repeat(columns - filled)}]`;
}
