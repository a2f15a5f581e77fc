/** What the output's place can show. */
export interface Terminal {
  readonly width: number;
  readonly color: boolean;
  readonly unicode: boolean;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Columns when the output is no terminal and COLUMNS is not set. */
const defaultWidth = 100;

/**
 * Colours on a terminal only, and not with NO_COLOR (https://no-color.org: any value but the empty one) or TERM=dumb. Unicode when the locale says UTF-8, or says
 * nothing at all and the output is no terminal.
 */
export function terminalOf(
  stream: Stream,
  errorStream: Stream,
  environment: Readonly<Record<string, string | undefined>>,
): Terminal {
  const isTerminal = stream.isTTY === true;
  const noColor = (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
  const columns = Number(environment.COLUMNS);
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
  return {
    // Behind a pager the output is no terminal, but standard error still is the one that will show it.
    width: stream.columns || (Number.isInteger(columns) && columns > 0 ? columns : errorStream.columns || defaultWidth),
    color: isTerminal && !noColor,
    unicode: locale === '' ? !isTerminal : /utf-?8/i.test(locale),
  };
}
