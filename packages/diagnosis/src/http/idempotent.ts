import type { HttpMessage } from '@fivewhys/connections';
import { requestLine } from './message-text.ts';

/** RFC 9110 section 9.2.2. */
const idempotent = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'];
/** RFC 9110 section 9.3.3, RFC 5789 section 2. */
const notIdempotent = ['POST', 'PATCH'];

/** Whether a client may repeat a request by itself when it can't know whether it was carried out; undefined of methods that other documents define. */
export function mayRepeat({ method }: HttpMessage): boolean | undefined {
  if (method === undefined) return undefined;
  return idempotent.includes(method) ? true : notIdempotent.includes(method) ? false : undefined;
}

/**
 * What may be done with a request that no program got.
 *
 * @returns undefined where the method says nothing
 */
export function repeatText(request: HttpMessage): string | undefined {
  const may = mayRepeat(request);
  if (may === undefined) return undefined;
  return may
    ? `${requestLine(request)} may be repeated: ${request.method} is idempotent (RFC 9110 section 9.2.2), so a client or proxy can do that by itself.`
    : `No program got ${requestLine(request)}, so repeating this one does no harm; but a client can't know that, and ${request.method} is not idempotent (RFC 9110 section 9.2.2): it must not be repeated unasked.`;
}
