/** One line of a text, without its end. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** Whether more stood behind it than could be read. */
  readonly isCut?: boolean;
}

/**
 * The longest line that is read, in characters. The longest known is the TcpExt header of /proc/net/netstat with about 3,000, of `nstat --json` 15,000; `ss -O` pads to the width of
 * the widest socket, about 1,000. What is longer is cut, and reported.
 */
export const longestLine = 65_536;

/** The longest text that is kept to be quoted, in characters. */
const longestQuote = 240;

/** A line as it is quoted: without the padding around and inside it, cut at 240 characters. */
export function quoteOf(text: string): string {
  const quote = text.trim().replace(/[ \t]+/g, ' ');
  return quote.length <= longestQuote ? quote : `${quote.slice(0, longestQuote - 1)}…`;
}
