import { createHash } from 'node:crypto';

const longest = 200;

/**
 * An account's name as the value of a header: printable ASCII without quotes, backslashes and percent signs as it is, all else percent-encoded (RFC 3986, 2.1), so that every log can
 * hold it and `decodeURIComponent` gives it back. A very long one, which could make a load balancer refuse the whole response, is cut and told apart by a hash.
 */
export function accountHeader(account: string): string {
  const whole = account.toWellFormed();
  const value = encoded(whole);
  if (value.length <= longest) return value;
  let start = '';
  for (const character of whole) {
    const next = start + encoded(character);
    if (next.length > longest) break;
    start = next;
  }
  return `${start}~${createHash('sha256').update(account).digest('hex').slice(0, 16)}`;
}

function encoded(text: string): string {
  return text.replace(/[^\x21-\x7e]|["%\\]/gu, encodeURIComponent);
}
