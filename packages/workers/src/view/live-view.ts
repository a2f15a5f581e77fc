import type { WriteStream } from 'node:tty';
import { stripVTControlCharacters } from 'node:util';
import { drawView } from './draw-view.ts';
import type { Snapshot } from './snapshot.ts';

/** Draws the view at the lower end of a terminal and anew in its place; everything else is printed above it. */
export class LiveView {
  readonly #terminal: WriteStream;
  readonly #title: string;
  #drawn = 0;

  constructor(terminal: WriteStream, title: string) {
    this.#terminal = terminal;
    this.#title = title;
  }

  draw(snapshot: Snapshot): void {
    const size = { columns: this.#terminal.columns || 80, rows: this.#terminal.rows || 24 };
    const lines = drawView(this.#title, snapshot, size).map((line) => stripVTControlCharacters(line));
    this.#terminal.write(`${this.#erasing()}${lines.join('\n')}\n`);
    this.#drawn = lines.length;
  }

  /** Prints whole lines above the view, which comes back with the next `draw`. */
  print(text: string): void {
    this.#terminal.write(`${this.#erasing()}${text.endsWith('\n') ? text : `${text}\n`}`);
    this.#drawn = 0;
  }

  #erasing(): string {
    return this.#drawn === 0 ? '' : `\u001b[${this.#drawn}A\u001b[0J`;
  }
}
