import type {
  BarsBlock,
  Block,
  Document,
  Fact,
  HistogramBlock,
  Item,
  SectionBlock,
  Span,
  TableBlock,
  TimelineBlock,
} from '../document/document.ts';
import { codePieces } from '../words/code-pieces.ts';
import { barsSvg } from './bars-svg.ts';
import { escapeHtml } from './escape-html.ts';
import { ladderSvg } from './ladder-svg.ts';
import { histogramSvg, timelineSvg } from './spread-svg.ts';
import { style, styleHash } from './style.ts';

const deepestHeading = 6;
const inCaptures = 'Every frame and stream that it names can be looked up in the captures.';

/**
 * Writes a document as one page that needs nothing else: no script, no font, no picture from anywhere, and a policy that would not let it. Everything
 * that comes from outside goes through `escapeHtml`. Without `unicode` what is not ASCII is written as references: the same page.
 *
 * @param footnote where what it says can be looked up
 */
export function writeHtml({ title, blocks }: Document, unicode: boolean, footnote = inCaptures): string {
  const writer = new HtmlWriter();
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)} - fivewhys</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${writer.text(title)}</h1>
${writer.blocks(blocks, 2)}
</main>
<footer><p>Written by fivewhys. ${escapeHtml(footnote)}</p></footer>
</body>
</html>
`;
  return unicode ? page : page.replace(/[^\n -~]/gu, (character) => `&#${character.codePointAt(0)};`);
}

class HtmlWriter {
  #ladders = 0;
  #spreads = 0;

  blocks(blocks: readonly Block[], level: number): string {
    return blocks.map((block) => this.#block(block, level)).join('\n');
  }

  #block(block: Block, level: number): string {
    switch (block.kind) {
      case 'paragraph':
        return `<p>${this.#inline(block.spans)}</p>`;
      case 'facts':
        return `<dl>\n${block.facts.map((fact) => this.#fact(fact)).join('\n')}\n</dl>`;
      case 'list': {
        const tag = block.numbered ? 'ol' : 'ul';
        return `<${tag}>\n${block.items.map((item) => this.#item(item)).join('\n')}\n</${tag}>`;
      }
      case 'commands':
        return this.#commands(block.commands);
      case 'table':
        return this.#table(block);
      case 'ladder': {
        this.#ladders += 1;
        const legend = block.evidence.size === 0 ? '' : ' Frames on a coloured ground are the evidence.';
        return `<figure>\n${ladderSvg(block, `ladder-${this.#ladders}`)}\n<figcaption>${this.text(`${block.caption}.`)}${legend}</figcaption>\n</figure>`;
      }
      case 'histogram':
      case 'timeline':
      case 'bars': {
        this.#spreads += 1;
        const id = `spread-${this.#spreads}`;
        const drawing = spreadSvg(block, id);
        return `<figure>\n<figcaption>${this.text(block.caption)}</figcaption>\n${drawing}\n</figure>`;
      }
      case 'drawing':
        return `<pre class="drawing">${block.lines.map((line) => escapeHtml(line)).join('\n')}</pre>`;
      case 'section':
        return this.#section(block, level);
    }
  }

  #section(section: SectionBlock, level: number): string {
    const { id, name, title, verdict, folded, blocks } = section;
    const tag = `h${Math.min(level, deepestHeading)}`;
    const anchor = id === undefined ? '' : ` id="${id}"`;
    const before = name === undefined ? '' : `<span class="name">${this.text(name)}</span> `;
    const badge = verdict === undefined ? '' : ` ${badgeOf(verdict)}`;
    const heading = `<${tag}>${before}${verdict === title ? '' : this.text(title)}${badge}</${tag}>`;
    const body = this.blocks(blocks, level + 1);
    if (folded) return `<details${anchor}>\n<summary>${heading}</summary>\n${body}\n</details>`;
    return `<section${anchor}${name === undefined ? '' : ' class="finding"'}>\n${heading}\n${body}\n</section>`;
  }

  #fact({ label, spans, command, weighty }: Fact): string {
    const below = command === undefined ? '' : `\n${this.#commands([command])}`;
    return `<div${weighty ? ' class="weighty"' : ''}><dt>${this.text(label)}</dt><dd>${this.#inline(spans)}${below}</dd></div>`;
  }

  #item({ spans, below = [], command }: Item): string {
    const more =
      below.length === 0 ? '' : `\n<ul>${below.map((line) => `<li>${this.#inline(line)}</li>`).join('')}</ul>`;
    return `<li>${this.#inline(spans)}${more}${command === undefined ? '' : `\n${this.#commands([command])}`}</li>`;
  }

  #commands(commands: readonly string[]): string {
    const lines = commands.flatMap((command) => command.split('\n')).map(escapeHtml);
    return `<pre><code>${lines.join('\n')}</code></pre>`;
  }

  /** In a frame of its own that scrolls, also by keyboard: a table of connections is wider than a phone. */
  #table({ caption, columns, rows, stacked }: TableBlock): string {
    const head = columns.map(
      ({ title, numeric }) => `<th scope="col"${numeric ? ' class="numeric"' : ''}>${this.text(title)}</th>`,
    );
    const body = rows.map((row) => {
      const cells = row.map((spans, index) => {
        const { title = '', numeric } = columns[index] ?? {};
        if (index === 0) return `<th scope="row">${this.#inline(spans)}</th>`;
        return `<td${numeric ? ` class="numeric" data-title="${escapeHtml(title)}"` : ''}>${this.#inline(spans)}</td>`;
      });
      return `<tr>${cells.join('')}</tr>`;
    });
    return [
      `<div class="table${stacked ? ' stack' : ''}" role="region" aria-label="${escapeHtml(caption)}" tabindex="0">`,
      `<table>\n<caption>${this.text(caption)}</caption>`,
      `<thead><tr>${head.join('')}</tr></thead>`,
      `<tbody>\n${body.join('\n')}\n</tbody>\n</table>\n</div>`,
    ].join('\n');
  }

  #inline(spans: readonly Span[]): string {
    return spans.map((span) => this.#span(span)).join('');
  }

  #span(span: Span): string {
    if (typeof span === 'string') return this.text(span);
    switch (span.kind) {
      case 'code':
        return `<code>${escapeHtml(span.text)}</code>`;
      case 'strong':
        return `<strong>${this.text(span.text)}</strong>`;
      case 'verdict':
        return badgeOf(span.verdict);
      case 'link':
        return `<a href="#${span.to}">${this.text(span.text)}</a>`;
    }
  }

  /** A text with its commands between backticks as code. */
  text(text: string): string {
    return codePieces(text)
      .map((piece) => (piece.code ? `<code>${escapeHtml(piece.text)}</code>` : escapeHtml(piece.text)))
      .join('');
  }
}

function spreadSvg(block: HistogramBlock | TimelineBlock | BarsBlock, id: string): string {
  switch (block.kind) {
    case 'histogram':
      return histogramSvg(block, id);
    case 'timeline':
      return timelineSvg(block, id);
    case 'bars':
      return barsSvg(block, id);
  }
}

function badgeOf(verdict: string): string {
  return `<span class="verdict ${verdict}">${verdict}</span>`;
}
