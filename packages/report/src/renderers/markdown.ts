import { explanationDocument } from '../document/explanation-document.ts';
import { exitCodeOf } from '../exit-code-of.ts';
import { writeMarkdown } from '../markdown/write-markdown.ts';
import type { Renderer } from '../rendering.ts';

/** For tickets, merge requests and mails: the whole explanation, readable before it is rendered. Width and colour have no part in it. */
export const markdown: Renderer = (explanation, { unicode, verbose = false }) => ({
  output: writeMarkdown(explanationDocument(explanation, { verbose }), unicode),
  exitCode: exitCodeOf(explanation),
});
