import { renderBars } from '../bars.ts';
import type { Block, Document, Fact, Item, SectionBlock, Span, TableBlock } from '../document/document.ts';
import { renderHistogram } from '../histogram.ts';
import { renderLadder } from '../ladder.ts';
import { columns } from '../text/columns.ts';
import { plain } from '../text/plain.ts';
import { renderTimeline } from '../timeline.ts';
import { escapeBlockStart, escapeMarkdown, fenceFor, joinMarkdown, markdownCode } from './escape-markdown.ts';

/** Columns of a ladder: what GitHub, GitLab and a mail show without a bar to scroll. */
const ladderWidth = 96;
const deepestHeading = 6;
/** Cells are padded up to this width, so that the table reads well as text; a longer one just sticks out. */
const widestPadding = 40;

/** Writes a document in Markdown (CommonMark with the tables of GFM), which reads well before it is rendered, too. Everything goes through `plain`. */
export function writeMarkdown({ title, blocks }: Document, unicode: boolean): string {
  const writer = new MarkdownWriter(unicode);
  return `${[`# ${writer.inline([title])}`, ...writer.blocks(blocks, 2)].join('\n\n')}\n`;
}

/** Writes blocks without a title above them, as a part of a page; their sections begin at this level. */
export function writeMarkdownPart(blocks: readonly Block[], level: number): string {
  return `${new MarkdownWriter(true).blocks(blocks, level).join('\n\n')}\n`;
}

class MarkdownWriter {
  readonly #unicode: boolean;

  constructor(unicode: boolean) {
    this.#unicode = unicode;
  }

  /** Blocks as paragraphs; an empty line goes between them. */
  blocks(blocks: readonly Block[], level: number): string[] {
    return blocks.flatMap((block) => this.#block(block, level)).filter((text) => text !== '');
  }

  #block(block: Block, level: number): string[] {
    switch (block.kind) {
      case 'paragraph':
        return [escapeBlockStart(this.inline(block.spans))];
      case 'facts':
        return [this.#items(block.facts.map(factItem), () => '- ')];
      case 'list':
        return [this.#items(block.items, (index) => (block.numbered ? `${index + 1}. ` : '- '))];
      case 'commands':
        return [
          this.#code(
            block.commands.flatMap((command) => command.split('\n')),
            'sh',
          ),
        ];
      case 'table':
        return [this.#table(block)];
      case 'ladder': {
        const lines = renderLadder(block.ladder, { width: ladderWidth, unicode: this.#unicode });
        return [escapeBlockStart(`${this.inline([block.caption])}:`), this.#code(lines, 'text')];
      }
      case 'histogram':
        return [
          escapeBlockStart(`${this.inline([block.caption])}:`),
          this.#code(renderHistogram(block.histogram, { width: ladderWidth, unicode: this.#unicode }), 'text'),
        ];
      case 'timeline':
        return [
          escapeBlockStart(`${this.inline([block.caption])}:`),
          this.#code([renderTimeline(block.bins, { width: ladderWidth, unicode: this.#unicode })], 'text'),
        ];
      case 'bars':
        return [
          escapeBlockStart(`${this.inline([block.caption])}:`),
          this.#code(renderBars(block.values, { width: ladderWidth, unicode: this.#unicode }), 'text'),
        ];
      case 'drawing':
        return [this.#code(block.lines, 'text')];
      case 'section':
        return [
          `${'#'.repeat(Math.min(level, deepestHeading))} ${this.#title(block)}`,
          ...this.blocks(block.blocks, level + 1),
        ];
    }
  }

  #title({ name, title, verdict }: SectionBlock): string {
    const words = this.inline([title]);
    return `${name === undefined ? '' : `${this.inline([name])}: `}${words}${verdict === undefined || verdict === title ? '' : `, ${verdict}`}`;
  }

  #items(items: readonly Item[], marker: (index: number) => string): string {
    return items
      .map((item, index) => this.#item(item, marker(index)))
      .join('\n')
      .replace(/\n+$/, '');
  }

  /** An item is a line with others below it, and the command on lines of its own. */
  #item({ spans, below = [], command }: Item, marker: string): string {
    const indent = ' '.repeat(marker.length);
    const lines = [marker + escapeBlockStart(this.inline(spans))];
    for (const more of below) {
      const line = this.inline(more);
      // A dash with nothing behind it would underline the line above, and make it a heading.
      if (line !== '') lines.push(`${indent}- ${escapeBlockStart(line)}`);
    }
    if (command !== undefined) {
      const fenced = this.#code(command.split('\n'), 'sh').split('\n');
      lines.push('', ...fenced.map((line) => (line === '' ? '' : indent + line)), '');
    }
    return lines.join('\n');
  }

  #table({ columns: heads, rows }: TableBlock): string {
    const cells = [heads.map(({ title }) => title), ...rows.map((row) => row.map((spans) => this.inline(spans, true)))];
    const widths = heads.map((_, column) =>
      Math.min(widestPadding, Math.max(3, ...cells.map((row) => columns(row[column] ?? '')))),
    );
    const [head = '', ...body] = cells.map((row) =>
      tableLine(row.map((cell, column) => pad(cell, widths[column] ?? 3, heads[column]?.numeric))),
    );
    const rule = tableLine(
      widths.map((width, column) => (heads[column]?.numeric ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))),
    );
    return [head, rule, ...body].join('\n');
  }

  #code(lines: readonly string[], language: string): string {
    const clean = lines.map((line) => plain(line, this.#unicode).trimEnd());
    const fence = fenceFor(clean);
    return [`${fence}${language}`, ...clean, fence].join('\n');
  }

  /** The spans of one line, escaped. */
  inline(spans: readonly Span[], inTable = false): string {
    return joinMarkdown(spans.map((span) => this.#span(span, inTable)))
      .replace(/ {2,}/g, ' ')
      .trim();
  }

  #span(span: Span, inTable: boolean): string {
    if (typeof span === 'string') return escapeMarkdown(this.#plain(span), inTable);
    switch (span.kind) {
      case 'code':
        return markdownCode(this.#plain(span.text), inTable);
      case 'strong': {
        const text = this.#plain(span.text);
        const words = text.trim();
        return words === '' ? '' : text.replace(words, () => `**${escapeMarkdown(words, inTable)}**`);
      }
      case 'verdict':
        return span.verdict;
      case 'link':
        // The anchors that renderers make of headings differ; the name is enough to find it by.
        return escapeMarkdown(this.#plain(span.text), inTable);
    }
  }

  #plain(text: string): string {
    return plain(text, this.#unicode);
  }
}

function factItem({ label, spans, command }: Fact): Item {
  const labelled = { spans: [{ kind: 'strong', text: `${label}:` } as const, ' ', ...spans] };
  return command === undefined ? labelled : { ...labelled, command };
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function pad(cell: string, width: number, numeric: true | undefined): string {
  const space = ' '.repeat(Math.max(0, width - columns(cell)));
  return numeric ? space + cell : cell + space;
}
