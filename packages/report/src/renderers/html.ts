import { explanationDocument } from '../document/explanation-document.ts';
import { exitCodeOf } from '../exit-code-of.ts';
import { writeHtml } from '../html/write-html.ts';
import type { Renderer } from '../rendering.ts';

/** One page to mail, to keep or to print: the whole explanation, with its ladders drawn. It loads nothing. */
export const html: Renderer = (explanation, { unicode, verbose = false }) => ({
  output: writeHtml(explanationDocument(explanation, { verbose }), unicode),
  exitCode: exitCodeOf(explanation),
});
