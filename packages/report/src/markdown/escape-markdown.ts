import { codePieces } from '../words/code-pieces.ts';

/**
 * What a Markdown renderer or the site around it would act on even when escaped, because it looks at the finished text: addresses become links, `@name`
 * notifies a person, `#12` and its kind link to an issue, `$x$` is a formula. As code it stays text, on GitHub, GitLab and wherever.
 */
const active = /:\/\/|www\.|[@$]|[#!&%~]\w|\bGH-\d/i;

/** Never part of a word in our texts, and syntax wherever it stands. */
const syntax = /[\\`*[\]<>|~]/g;
/** Emphasis at the edge of a word only: `rcv_nxt` stays as it is. */
const edgeUnderscore = /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
const entity = /&(?=#|\w)/g;
/** What at the beginning of a block makes it a heading, a list, a quote, a rule. */
const blockStart = /^(?:[-+=>]|#{1,6}(?=\s|$)|\d{1,9}(?=[.)](?:\s|$)))/;

/**
 * Text in Markdown, to be read as it is: nothing in it is syntax, nothing becomes a link. Commands between backticks become code. The text must be plain
 * already, so it has no line breaks.
 */
export function escapeMarkdown(text: string, inTable = false): string {
  return joinMarkdown(
    codePieces(text).map((piece) =>
      piece.code ? markdownCode(piece.text, inTable) : escapeProse(piece.text, inTable),
    ),
  );
}

/** Pieces of one line. Two code spans that touch would be one fence in the middle: a space keeps them apart. */
export function joinMarkdown(pieces: readonly string[]): string {
  return pieces.reduce((line, piece) => line + (line.endsWith('`') && piece.startsWith('`') ? ' ' : '') + piece, '');
}

function escapeProse(text: string, inTable: boolean): string {
  return joinMarkdown(
    text.split(/( +)/).map((word) => (active.test(word) ? codeWord(word, inTable) : escapeWord(word))),
  );
}

/** Punctuation around the word stays outside: `(see http://x.org)`. */
function codeWord(word: string, inTable: boolean): string {
  const [, before = '', inside = '', after = ''] = /^([("']*)(.*?)([)"',.;:]*)$/su.exec(word) ?? [];
  return joinMarkdown([escapeWord(before), markdownCode(inside, inTable), escapeWord(after)]);
}

function escapeWord(word: string): string {
  return word.replace(syntax, '\\$&').replace(edgeUnderscore, '\\_').replace(entity, '\\&');
}

/** A code span, its fence longer than any run of backticks in it. A pipe is escaped: in a table it would end the cell, code or not. */
export function markdownCode(text: string, inTable = false): string {
  if (text.trim() === '') return text;
  const fence = '`'.repeat(longestRun(text) + 1);
  const padding = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  const code = `${fence}${padding}${text}${padding}${fence}`;
  return inTable ? code.replaceAll('|', '\\|') : code;
}

/** Keeps the first characters of a block, which is Markdown already, from making it another kind of block. */
export function escapeBlockStart(markdown: string): string {
  return markdown.replace(blockStart, (start) => (/\d$/.test(start) ? `${start}\\` : `\\${start}`));
}

/** A fence for a block of code: longer than any run of backticks in it. */
export function fenceFor(lines: readonly string[]): string {
  return '`'.repeat(Math.max(3, ...lines.map((line) => longestRun(line) + 1)));
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
