/** Beyond this a line is no record; it is skipped and counted as damaged. */
export const longestLine = 1 << 20;

/** Lines as they follow one another in an input. A line that is too long is `undefined`. */
export type LineBatch = readonly (string | undefined)[];

const newline = 0x0a;

/**
 * Cuts bytes into lines, a batch per chunk, so that a chunk is decoded at once; it need not hold longer than that. What is not UTF-8 becomes U+FFFD. A last line without its end is a line.
 */
export async function* lineBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LineBatch, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let skipping = false;
  for await (const chunk of chunks) {
    const bytes =
      rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(newline);
    if (end === -1) {
      skipping ||= bytes.length > longestLine;
      rest = skipping ? Buffer.alloc(0) : Buffer.from(bytes);
      continue;
    }
    yield linesOf(bytes.subarray(0, end), skipping);
    skipping = false;
    rest = Buffer.from(bytes.subarray(end + 1));
  }
  if (rest.length > 0 || skipping) yield linesOf(rest, skipping);
}

/** @param firstIsRest the first of them is the end of a line that was too long */
function linesOf(bytes: Buffer, firstIsRest: boolean): LineBatch {
  const lines: (string | undefined)[] = bytes.toString('utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    if (line !== undefined && line.length > longestLine) lines[index] = undefined;
  }
  if (firstIsRest) lines[0] = undefined;
  return lines;
}
