const heading = /^-+ JavaScript stack trace -+$|^==== JS stack trace =+$/i;
const frame = /^\s*(?:\d+: |at )\S/;
const most = 30;

/**
 * Takes the JavaScript stack out of the last lines on standard error: the one that Node.js prints when it aborts (`----- JavaScript stack trace -----`, lines
 * `1: name (file:line:column)`), else the last one of an uncaught exception (lines `    at …`).
 */
export function javascriptStackOf(lines: readonly string[]): readonly string[] {
  const headed = lines.findLastIndex((line) => heading.test(line.trim()));
  if (headed >= 0) {
    const rest = lines.slice(headed + 1);
    const begin = rest.findIndex((line) => frame.test(line));
    return begin < 0 ? [] : framesFrom(rest.slice(begin));
  }
  const last = lines.findLastIndex((line) => frame.test(line) && line.trim().startsWith('at '));
  if (last < 0) return [];
  let first = last;
  while (first > 0 && /^\s+at /.test(lines[first - 1] ?? '')) first -= 1;
  return framesFrom(lines.slice(first));
}

function framesFrom(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line) => !frame.test(line));
  return lines.slice(0, end < 0 ? most : Math.min(end, most)).map((line) => line.trim());
}
