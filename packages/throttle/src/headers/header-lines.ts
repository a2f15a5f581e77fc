/** Headers as they stand in a head: `Name: value` and CRLF, each. Their values are ours and known to be right: printable ASCII. */
export type HeaderLines = string;

/** The same as an object, for whoever wants them one by one. */
export function headersOfLines(lines: HeaderLines): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines.split('\r\n')) {
    const colon = line.indexOf(': ');
    if (colon !== -1) headers[line.slice(0, colon)] = line.slice(colon + 2);
  }
  return headers;
}
