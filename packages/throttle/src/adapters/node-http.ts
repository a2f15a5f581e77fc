import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { Refusal } from '../headers/refusal.ts';
import type { Throttle } from '../throttle.ts';
import { type NodeRequest, type NodeResponse, openVisit } from './node-exchange.ts';

type ResponseTo<Request> = Request extends Http2ServerRequest
  ? Http2ServerResponse
  : Request extends IncomingMessage
    ? ServerResponse<Request>
    : never;

/**
 * Throttles a request listener of `node:http`, `node:https` or `node:http2` (its compatibility API):
 *
 *     http.createServer(throttleListener(throttle, (request, response) => { … }))
 *
 * Upgrades (`upgrade`, `connect`) don't come by the listener and are left alone.
 */
export function throttleListener<Request extends NodeRequest, Result>(
  throttle: Throttle<Request>,
  listener: (request: Request, response: ResponseTo<Request>) => Result,
): (request: Request, response: ResponseTo<Request>) => Result | undefined {
  return (request, response) => {
    const visit = openVisit(throttle, request, request, response);
    if (visit === undefined) return listener(request, response);
    if (visit.decision.refused) {
      refuse(response, throttle.refusalOf(visit));
      return undefined;
    }
    return throttle.run(visit, () => listener(request, response));
  };
}

export function refuse(response: NodeResponse, { status, headers, body }: Refusal): void {
  (response as ServerResponse).writeHead(status, headers).end(body);
}
