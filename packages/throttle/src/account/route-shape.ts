/**
 * The route of a request whose framework does not tell it yet: method and path, without the query and with whatever looks like an identifier replaced, so that
 * `GET /repositories/4711/commits/9f3c…` and the next one have one average. At most six segments count.
 */
export function routeShape(method: string, url: string): string {
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  if (!/\d|[^/]{25}/.test(path) && path.length < 64) return `${method} ${path}`;
  const segments = path.split('/', 8).slice(1, 7);
  return `${method} /${segments.map((segment) => (isIdentifier(segment) ? ':id' : segment)).join('/')}`;
}

/** Numbers, hashes, UUIDs, and anything as long as those. A short word with a digit in it (`v1`, `oauth2`) is a name. */
function isIdentifier(segment: string): boolean {
  return /^\d+$/.test(segment) || /^(?=.*\d)[\da-f-]{7,}$/i.test(segment) || segment.length >= 25;
}
