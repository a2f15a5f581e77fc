import type { RenderOptions } from '../rendering.ts';
import { columns } from './columns.ts';
import { type Paint, paintFor, type Style } from './paint.ts';
import { plain } from './plain.ts';
import { wrap } from './wrap.ts';

/** Words at the start of a text that stand out. */
export interface Lead {
  readonly text: string;
  readonly styles: readonly Style[];
}

/** Columns before the text of an entry: two of indent, the label, two of gap. */
const entryIndent = 13;

/**
 * The lines of a text report. Everything that is written goes through here, and through `plain` on its way in, before it is measured; colours come
 * last. So no text from a capture reaches the terminal as more than text, and no line is measured with its colours.
 */
export class Page {
  readonly width: number;
  readonly unicode: boolean;
  readonly verbose: boolean;
  readonly #paint: Paint;
  readonly #lines: string[] = [];

  constructor({ width, color, unicode, verbose = false }: RenderOptions) {
    // Below 40 columns there is nothing left to wrap into; lines over 110 are too long to read.
    this.width = Math.min(110, Math.max(40, Math.trunc(width) || 80));
    this.unicode = unicode;
    this.verbose = verbose;
    this.#paint = paintFor(color);
  }

  /** An empty line, never two in a row and none at the top. */
  blank(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('');
  }

  /** A text whose lines after the first are indented by two columns more. */
  text(text: string, options: { lead?: Lead; indent?: number; styles?: readonly Style[] } = {}): void {
    const { lead, indent = 0, styles = [] } = options;
    const start = ' '.repeat(indent);
    this.#lay(lead, text, this.width - indent, 2).forEach((line, index) => {
      this.#lines.push(start + (index === 0 ? this.#painted(line, lead, styles) : `  ${this.#paint(line, ...styles)}`));
    });
  }

  /** A text beside a label; without a label it continues the entry above. */
  entry(label: string, text: string, options: { lead?: Lead; hanging?: number; styles?: readonly Style[] } = {}): void {
    const { lead, hanging = 0, styles = [] } = options;
    const start = `  ${this.#paint(label, 'dim')}${' '.repeat(Math.max(1, entryIndent - 2 - label.length))}`;
    this.#lay(lead, text, this.width - entryIndent, hanging).forEach((line, index) => {
      this.#lines.push(
        index === 0
          ? start + this.#painted(line, lead, styles)
          : ' '.repeat(entryIndent + hanging) + this.#paint(line, ...styles),
      );
    });
  }

  /** A command on lines of its own, whole however long it is, so that it can be copied. */
  command(command: string): void {
    for (const line of command.split('\n')) {
      this.#lines.push(`${' '.repeat(entryIndent + 2)}${this.#paint(this.#plain(line), 'cyan')}`.trimEnd());
    }
  }

  /**
   * A rule with words in it: `left` at its start, and at its end the first of `rights` that has room.
   *
   * @returns which of `rights` that was, or -1
   */
  rule(left: readonly Lead[], rights: readonly string[]): number {
    const dash = this.unicode ? '─' : '-';
    const between = ` ${dash.repeat(2)} `;
    const words = left.map(({ text, styles }) => ({ text: this.#plain(text), styles }));
    const room = this.width - columns(words.map(({ text }) => text).join(between)) - 1;
    if (room < 0) {
      this.text(words.map(({ text }) => text).join(between), { styles: ['bold'] });
      return -1;
    }
    const ends = rights.map((right) => this.#plain(right));
    const chosen = ends.findIndex((end) => columns(end) + 4 <= room);
    const end = chosen === -1 ? '' : ` ${ends[chosen]}`;
    const start = words.map(({ text, styles }) => this.#paint(text, ...styles)).join(this.#paint(between, 'dim'));
    this.#lines.push(`${start} ${this.#paint(dash.repeat(room - columns(end)), 'dim')}${end}`.trimEnd());
    return chosen;
  }

  /** Columns for the text of an entry. */
  get entryWidth(): number {
    return this.width - entryIndent;
  }

  /** Lines below an entry that are laid out already, and plain. */
  entryDrawing(lines: readonly string[]): void {
    this.drawing(lines, entryIndent);
  }

  /** Lines that are laid out already, and plain. */
  drawing(lines: readonly string[], indent: number): void {
    for (const line of lines) this.#lines.push(line === '' ? '' : ' '.repeat(indent) + line);
  }

  toString(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  #plain(text: string): string {
    return plain(text, this.unicode);
  }

  #lay(lead: Lead | undefined, text: string, width: number, hanging: number): string[] {
    return wrap(this.#plain(lead === undefined ? text : `${lead.text} ${text}`), width, hanging);
  }

  /** The first line of a text, its lead in other styles than the rest. A lead that was wrapped itself is painted as far as the line goes. */
  #painted(line: string, lead: Lead | undefined, styles: readonly Style[]): string {
    if (lead === undefined) return this.#paint(line, ...styles);
    const words = this.#plain(lead.text).replace(/ +/g, ' ').trim();
    const length = Math.min(words.length, line.length);
    return this.#paint(line.slice(0, length), ...lead.styles) + this.#paint(line.slice(length), ...styles);
  }
}
