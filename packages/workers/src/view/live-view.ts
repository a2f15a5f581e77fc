import type { WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { drawView } from './draw-view.ts';
import type { Snapshot } from './snapshot.ts';

/** What is needed of a terminal. */
export type Terminal = Pick<WriteStream, 'columns' | 'rows'> & { write(text: string): unknown };

/** Draws the view at the lower end of a terminal and anew in its place; everything else is printed above it. */
export class LiveView {
  readonly #terminal: Terminal;
  readonly #title: string;
  #lines: readonly string[] = [];
  #columns = 0;

  constructor(terminal: Terminal, title: string) {
    this.#terminal = terminal;
    this.#title = title;
  }

  draw(snapshot: Snapshot): void {
    const erasing = this.#erasing();
    const size = { columns: this.#terminal.columns || 80, rows: this.#terminal.rows || 24 };
    this.#lines = drawView(this.#title, snapshot, size).map((line) => stripVTControlCharacters(line));
    this.#columns = size.columns;
    this.#terminal.write(`${erasing}${this.#text()}`);
  }

  /** Prints whole lines above the view, which stays as it was until the next `draw`. */
  print(text: string): void {
    this.#terminal.write(`${this.#erasing()}${text.endsWith('\n') ? text : `${text}\n`}${this.#text()}`);
  }

  #text(): string {
    return this.#lines.map((line) => `${line}\n`).join('');
  }

  /** A terminal that was made narrower since has broken lines into several. */
  #erasing(): string {
    const columns = this.#terminal.columns || 80;
    const rows = this.#lines.reduce(
      (sum, { length }) => sum + (columns < this.#columns ? Math.max(1, Math.ceil(length / columns)) : 1),
      0,
    );
    return rows === 0 ? '' : `\u001b[${rows}A\u001b[0J`;
  }
}
