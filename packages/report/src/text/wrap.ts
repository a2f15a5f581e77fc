import { columns } from './columns.ts';

const unit = /^(?:ns|us|µs|ms|s|min|h|d|B|kB|MB|GB|%)[.,;:)]*$/;
const comparison = /^[=!<>]=$/;
const operator = /^(?:[-+=<>≤≥≠×]|[=!<>]=)$/;

/**
 * Breaks a text into lines of at most `width` columns at its spaces; `lessAfterFirst` columns fewer from the second line on, for hanging indents.
 * A number keeps its unit, an operator what follows it, and `what is
 * between backticks`, a command, stays whole. What is longer than a line gets a line of its own and is not cut: it is an address or a
 * path that someone will copy.
 */
export function wrap(text: string, width: number, lessAfterFirst = 0): string[] {
  const lines: string[] = [];
  let line = '';
  let taken = 0;
  for (const word of unbreakable(text)) {
    const needed = columns(word);
    const room = lines.length === 0 ? width : width - lessAfterFirst;
    if (taken > 0 && taken + 1 + needed > room) {
      lines.push(line);
      line = '';
      taken = 0;
    }
    line = taken === 0 ? word : `${line} ${word}`;
    taken += needed + (taken === 0 ? 0 : 1);
  }
  lines.push(line);
  return lines;
}

function unbreakable(text: string): string[] {
  const words: string[] = [];
  let glued = false;
  let quoted = false;
  for (const word of text.split(' ')) {
    if (word === '') continue;
    const before = words.at(-1);
    if (before !== undefined && (glued || quoted || comparison.test(word) || (unit.test(word) && /\d$/.test(before)))) {
      words[words.length - 1] = `${before} ${word}`;
    } else {
      words.push(word);
    }
    glued = operator.test(word);
    if (word.split('`').length % 2 === 0) quoted = !quoted;
  }
  return words;
}
