import type { Decision } from '../decision/decision.ts';

/** The answer to a request that is refused. */
export interface Refusal {
  readonly status: 429;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * 429 (RFC 6585) with `Retry-After` (RFC 9110, 10.2.3; at least a second) and a problem (RFC 9457) of the type that draft-ietf-httpapi-ratelimit-headers-10 registers.
 */
export function refusalOf(decision: Decision, headers: Readonly<Record<string, string>>): Refusal {
  const retryAfterS = Math.max(1, Math.ceil(decision.retryAfterS));
  const body = JSON.stringify({
    type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
    title: 'Quota exceeded',
    status: 429,
    detail: `The quota of this account is used up. Try again in ${retryAfterS} ${retryAfterS === 1 ? 'second' : 'seconds'}.`,
    'violated-policies': [decision.limit],
  });
  return {
    status: 429,
    headers: {
      ...headers,
      'Retry-After': String(retryAfterS),
      'Content-Type': 'application/problem+json',
      'Content-Length': String(Buffer.byteLength(body)),
    },
    body,
  };
}
