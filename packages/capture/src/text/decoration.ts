/**
 * Takes off a line what terminals, web pages and chats put into it: ANSI colours, a byte order mark, no-break spaces, escaped angle brackets,
 * backticks at its end. The line is decoded byte by byte, so characters beyond ASCII appear as their UTF-8 bytes.
 */
export function withoutDecoration(line: string): string {
  let plain = line;
  if (plain.includes('\u001b')) plain = withoutAnsi(plain);
  if (plain.startsWith('\u00ef\u00bb\u00bf')) plain = plain.slice(3);
  if (plain.includes('\u00c2\u00a0')) plain = plain.replaceAll('\u00c2\u00a0', ' ');
  if (plain.includes('&gt;')) plain = plain.replaceAll('&gt;', '>').replaceAll('&lt;', '<');
  let end = plain.length;
  while (end > 0 && '` \t\r'.includes(plain[end - 1] as string)) end -= 1;
  return plain.slice(0, end);
}

/** Removes `ESC [ parameters letter` (ECMA-48 control sequences). */
function withoutAnsi(line: string): string {
  let plain = '';
  let from = 0;
  for (let start = line.indexOf('\u001b'); start >= 0; start = line.indexOf('\u001b', from)) {
    plain += line.slice(from, start);
    let end = start + 1;
    if (line[end] === '[') {
      end += 1;
      while (end < line.length && (line.charCodeAt(end) < 0x40 || line.charCodeAt(end) > 0x7e)) end += 1;
      end += 1;
    }
    from = Math.min(end, line.length);
  }
  return plain + line.slice(from);
}
