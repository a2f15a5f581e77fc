import { renderBars } from '../bars.ts';
import type { Block, Document, Item, SectionBlock, Span, TableBlock } from '../document/document.ts';
import { renderHistogram } from '../histogram.ts';
import { renderLadder } from '../ladder.ts';
import type { RenderOptions } from '../rendering.ts';
import { renderTimeline } from '../timeline.ts';
import { columns } from './columns.ts';
import { fit } from './fit.ts';
import { Page } from './page.ts';
import { plain } from './plain.ts';

const indent = 2;
const leastLastColumn = 20;

/** Writes a document for a terminal: what has no layout of its own there, as a finding has. */
export function writeText({ title, blocks }: Document, options: RenderOptions): string {
  const page = new Page(options);
  page.text(title, { styles: ['bold'] });
  writeBlocks(blocks, page, 0);
  return page.toString();
}

function writeBlocks(blocks: readonly Block[], page: Page, depth: number): void {
  for (const block of blocks) writeBlock(block, page, depth);
}

function writeBlock(block: Block, page: Page, depth: number): void {
  switch (block.kind) {
    case 'paragraph':
      if (depth === 0) page.blank();
      page.text(textOf(block.spans), { indent: Math.min(depth, 1) * indent, styles: depth === 0 ? [] : ['dim'] });
      return;
    case 'facts':
      for (const { label, spans, command } of block.facts) {
        page.entry(label, textOf(spans));
        if (command !== undefined) page.command(command);
      }
      return;
    case 'list':
      for (const [index, item] of block.items.entries()) {
        writeItem(item, block.numbered ? `${index + 1}.` : page.unicode ? '·' : '-', page);
      }
      return;
    case 'commands':
      for (const command of block.commands) page.command(command);
      return;
    case 'table':
      writeTable(block, page);
      return;
    case 'ladder':
      page.drawing(renderLadder(block.ladder, { width: page.width - indent, unicode: page.unicode }), indent);
      return;
    case 'histogram':
      page.text(block.caption, { indent });
      page.drawing(renderHistogram(block.histogram, { width: page.width - indent, unicode: page.unicode }), indent);
      return;
    case 'timeline':
      page.text(block.caption, { indent });
      page.drawing([renderTimeline(block.bins, { width: page.width - indent, unicode: page.unicode })], indent);
      return;
    case 'bars':
      page.text(block.caption, { indent });
      page.drawing(renderBars(block.values, { width: page.width - indent, unicode: page.unicode }), indent);
      return;
    case 'drawing':
      page.drawing(block.lines, indent);
      return;
    case 'section':
      page.blank();
      page.text(titleOf(block), { indent: Math.min(depth, 1) * indent, styles: ['bold'] });
      writeBlocks(block.blocks, page, depth + 1);
  }
}

/** With its verdict, where it has one that its title does not say. */
function titleOf({ title, verdict }: SectionBlock): string {
  return verdict === undefined || verdict === title ? title : `${title}: ${verdict}`;
}

function writeItem({ spans, below = [], command }: Item, bullet: string, page: Page): void {
  page.text(textOf(spans), { lead: { text: bullet, styles: ['dim'] }, indent });
  for (const line of below) page.text(textOf(line), { indent: indent * 2, styles: ['dim'] });
  if (command !== undefined) page.command(command);
}

/** All columns but the last as wide as they need, and the last one in what is left; figures at the right. Heads where they are needed. */
function writeTable({ columns: heads, rows, headed }: TableBlock, page: Page): void {
  const titles = headed ? [heads.map(({ title }): readonly Span[] => [title])] : [];
  const cells = [...titles, ...rows].map((row) => row.map((spans) => plain(textOf(spans), page.unicode).trim()));
  const widths = (cells[0] ?? [])
    .slice(0, -1)
    .map((_, column) => Math.max(...cells.map((row) => columns(row[column] ?? ''))));
  const before = widths.reduce((sum, width) => sum + width + indent, 0);
  const room = Math.max(leastLastColumn, page.width - indent - before);
  for (const row of cells) {
    const start = widths
      .map((width, column) => cellOf(row[column] ?? '', width, headed && heads[column]?.numeric) + ' '.repeat(indent))
      .join('');
    const [first = '', ...rest] = fit(row.at(-1) ?? '', room);
    page.drawing([start + first, ...rest.map((line) => ' '.repeat(before) + line)], indent);
  }
}

function cellOf(text: string, width: number, atRight: boolean | undefined): string {
  const space = ' '.repeat(width - columns(text));
  return atRight ? space + text : text + space;
}

function textOf(spans: readonly Span[]): string {
  return spans
    .map((span) => (typeof span === 'string' ? span : span.kind === 'verdict' ? span.verdict : span.text))
    .join('');
}
