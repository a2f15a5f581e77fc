import type { CauseDescription } from '@fivewhys/evidence';
import { causeDocument } from '../document/cause-document.ts';
import { causesDocument } from '../document/causes-document.ts';
import type { Document } from '../document/document.ts';
import { writeHtml } from '../html/write-html.ts';
import { causesJson } from '../json/causes-json.ts';
import { writeJson } from '../json/write-json.ts';
import { writeMarkdown } from '../markdown/write-markdown.ts';
import type { Rendering, RenderOptions } from '../rendering.ts';
import { writeText } from '../text/write-text.ts';
import type { renderers } from './renderers.ts';

/** Writes causes of the catalogue: one is told in full, several get a line each. */
export type CatalogueRenderer = (causes: readonly CauseDescription[], options: RenderOptions) => Rendering;

/** The same formats as for findings. */
export const catalogueRenderers: Readonly<Record<keyof typeof renderers, CatalogueRenderer>> = {
  text: (causes, options) => rendered(writeText(documentOf(causes), options)),
  json: (causes) => rendered(`${writeJson(causesJson(causes))}\n`),
  markdown: (causes, { unicode }) => rendered(writeMarkdown(documentOf(causes), unicode)),
  html: (causes, { unicode }) => rendered(writeHtml(documentOf(causes), unicode)),
};

function documentOf(causes: readonly CauseDescription[]): Document {
  const [only] = causes;
  return causes.length === 1 && only !== undefined ? causeDocument(only) : causesDocument(causes);
}

function rendered(output: string): Rendering {
  return { output, exitCode: 0 };
}
