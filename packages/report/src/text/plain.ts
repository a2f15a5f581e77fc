/**
 * Complete escape sequences as terminals read them, in their 7-bit and 8-bit forms: commands with a string (window titles, links, device controls)
 * up to their end, and control sequences (colours, cursor). What is left of broken ones goes with the control characters.
 */
const escapeSequences = new RegExp(
  [
    String.raw`(?:\x1b[P\]X^_]|[\x90\x98\x9d\x9e\x9f])[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\|\x9c)`,
    String.raw`(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]`,
    String.raw`\x1b[ -/]*[0-~]`,
  ].join('|'),
  'g',
);

const lineBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** Controls, and formats: characters that are not seen and change how others are, above all the ones that turn the direction of writing. */
const unseen = /[\p{Cc}\p{Cf}]/gu;

/** ASCII for the characters that our own texts use. */
const transliterations: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2212': '-',
  '\u2026': '...',
  '\u00b5': 'u',
  '\u03bc': 'u',
  '\u00d7': 'x',
  '\u00b1': '+-',
  '\u00a7': 'section ',
  '\u2248': '~',
  '\u2260': '!=',
  '\u2264': '<=',
  '\u2265': '>=',
  '\u2190': '<-',
  '\u2192': '->',
  '\u2194': '<->',
  '\u2022': '*',
  '\u00b7': '.',
  '\u2500': '-',
  '\u2502': '|',
};

/**
 * Makes a text fit to be printed. Names, comments, paths and reasons come out of captures, which anyone may have made: no escape sequence of theirs
 * reaches the terminal, and nothing that hides or reorders what stands beside it. Line breaks become spaces.
 *
 * Without `unicode` the result is pure ASCII: signs are transliterated, and whatever else is not ASCII is written as `\u{e9}`, so that a name is
 * never taken for another.
 */
export function plain(text: string, unicode: boolean): string {
  const seen = text.toWellFormed().replace(escapeSequences, '').replace(lineBreaks, ' ').replace(unseen, '');
  return unicode ? seen : seen.replace(/[^ -~]/gu, toAscii);
}

function toAscii(character: string): string {
  return transliterations[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
