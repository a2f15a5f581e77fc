const longestQuote = 300;
const contextBefore = 80;

/** Names and passwords in URLs (`https://token@host/`): logs are passed on to others. */
const credentials = /(:\/\/)[^\s/@'"<>]{1,512}@/g;
/** Queries of URLs hold signatures and session states, and are long. */
const queries = /(:\/\/[^\s?'"<>]{1,1024})\?[^\s'"<>]{1,16384}/g;

/**
 * A line shortened to what a reader needs: around the place that tells of the failure, without what may be secret.
 *
 * @param at where in the line the telling words begin
 */
export function quote(line: string, at: number): string {
  const head = withoutSecrets(line.slice(0, at));
  const text = `${head}${withoutSecrets(line.slice(at))}`;
  const whole = withoutSecrets(line);
  // A URL may stand across the place: then the whole line tells how it is written.
  const safe = whole.length < text.length ? whole : text;
  if (safe.length <= longestQuote) return safe.trim();
  const start = Math.max(0, Math.min(head.length - contextBefore, safe.length - longestQuote));
  const middle = safe.slice(start, start + longestQuote).trim();
  return `${start > 0 ? '… ' : ''}${middle}${start + longestQuote < safe.length ? ' …' : ''}`;
}

function withoutSecrets(text: string): string {
  if (!text.includes('://')) return text;
  return text.replace(credentials, '$1…@').replace(queries, '$1?…');
}
