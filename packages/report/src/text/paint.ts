import type { Verdict } from '@fivewhys/evidence';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'magenta' | 'cyan';

/** Puts a style on a text, or leaves it as it is. */
export type Paint = (text: string, ...styles: readonly Style[]) => string;

const codes: Readonly<Record<Style, number>> = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  magenta: 35,
  cyan: 36,
};

/** Colours (SGR sequences) for a terminal that wants them. The text must be plain already. */
export function paintFor(color: boolean): Paint {
  if (!color) return (text) => text;
  return (text, ...styles) =>
    styles.length === 0 || text === ''
      ? text
      : `\u001b[${styles.map((style) => codes[style]).join(';')}m${text}\u001b[0m`;
}

/** The surer, the greener. */
export const verdictStyles: Readonly<Record<Verdict, Style>> = {
  proven: 'green',
  likely: 'cyan',
  possible: 'yellow',
  undetermined: 'magenta',
};
