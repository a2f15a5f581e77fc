/** What packages with results of their own write them with: a document, and the ways to write it. */
export { folded, list, section } from './document/blocks.ts';
export type { Block, Document, Fact, SectionBlock, Span, TableBlock } from './document/document.ts';
export { remediesSection } from './document/remedies-section.ts';
export { type Format, formats } from './formats.ts';
export { standaloneBars } from './html/bars-svg.ts';
export { writeHtml } from './html/write-html.ts';
export { type JsonObject, type JsonValue, writeJson } from './json/write-json.ts';
export { writeMarkdown } from './markdown/write-markdown.ts';
export { amount, counted, duration, listed } from './quantities.ts';
export type { ExitCode, Rendering, RenderOptions } from './rendering.ts';
export { writeText } from './text/write-text.ts';
