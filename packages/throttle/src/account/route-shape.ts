/**
 * The route of a request whose framework does not tell it yet: method and path, without the query and with whatever looks like an identifier replaced, so that
 * `GET /repositories/4711/commits/9f3c…` and the next one have one average. At most six segments count.
 */
export function routeShape(method: string, url: string): string {
  const end = plainEnd(url);
  if (end !== -1) return `${method} ${end === url.length ? url : url.slice(0, end)}`;
  const path = url.split(/[?#]/, 1)[0] ?? '';
  const segments = path.split('/', 8).slice(1, 7);
  return `${method} /${segments.map((segment) => (isIdentifier(segment) ? ':id' : segment)).join('/')}`;
}

/** Numbers, hashes, UUIDs, and anything as long as those. A short word with a digit in it (`v1`, `oauth2`) is a name. */
function isIdentifier(segment: string): boolean {
  return /^\d+$/.test(segment) || /^(?=.*\d)[\da-f-]{7,}$/i.test(segment) || segment.length >= 25;
}

/** Where the path ends, if it is short and nothing in it can be an identifier; else -1. Most requests need no more than this one look. */
function plainEnd(url: string): number {
  let segmentStart = 0;
  let index = 0;
  for (; index < url.length; index++) {
    const code = url.charCodeAt(index);
    if (code === 63 || code === 35) break;
    if (code === 47) segmentStart = index + 1;
    if ((code >= 48 && code <= 57) || index - segmentStart >= 24 || index >= 64) return -1;
  }
  return index;
}
