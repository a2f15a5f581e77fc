import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { RequestUsage } from '../meter/request-usage.ts';
import type { Throttle } from '../throttle.ts';
import type { Visit } from '../visit.ts';
import { type ByteMarks, bytesSince, markBytes } from './socket-bytes.ts';

/** What an application may do with the cost of its request. */
export type RequestCost = Pick<RequestUsage, 'add'>;

declare module 'http' {
  interface IncomingMessage {
    /** Set by the throttle: `request.cost?.add('database', 12.5)`. */
    cost?: RequestCost;
  }
}
declare module 'http2' {
  interface Http2ServerRequest {
    cost?: RequestCost;
  }
}

export type NodeRequest = IncomingMessage | Http2ServerRequest;
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** A request and its response as Node.js has them, under the framework; the framework's own request, if it has one; and its route, if it is known. */
export interface Exchange<Request> {
  readonly request: Request;
  readonly incoming: NodeRequest;
  readonly outgoing: NodeResponse;
  readonly route?: string | undefined;
}

/**
 * What all adapters have in common: takes the request in, has the headers added when the response begins, and lets it go when the response is closed.
 * @returns nothing when there is nothing to do: the client is gone, or the throttle is mounted a second time.
 */
export function openVisit<Request>(throttle: Throttle<Request>, exchange: Exchange<Request>): Visit | undefined {
  const { request, incoming, outgoing, route } = exchange;
  if (incoming.cost !== undefined || outgoing.destroyed || outgoing.writableEnded) return undefined;
  const { socket, headers } = incoming;
  const forwardedFor = headers['x-forwarded-for'];
  const visit = throttle.enter({
    request,
    method: incoming.method ?? '',
    url: incoming.url ?? '',
    route,
    peer: socket.remoteAddress,
    forwardedFor: Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor,
  });
  incoming.cost = visit.usage;
  const marks = !throttle.countsBytes || 'stream' in incoming ? undefined : markBytes(socket);
  outgoing.on('close', () => closeVisit(throttle, visit, outgoing, marks));
  if (visit.decision.refused) return visit;
  addHeaders(throttle, visit, outgoing);
  if (hasBody(incoming)) keepOwner(throttle, visit, incoming);
  return visit;
}

function closeVisit<Request>(
  throttle: Throttle<Request>,
  visit: Visit,
  outgoing: NodeResponse,
  marks: ByteMarks | undefined,
): void {
  if (marks !== undefined) {
    const { bytesIn, bytesOut } = bytesSince(marks);
    visit.usage.bytesIn = bytesIn;
    visit.usage.bytesOut = bytesOut;
  }
  throttle.leave(visit, {
    status: outgoing.headersSent ? outgoing.statusCode : undefined,
    aborted: !outgoing.writableFinished,
  });
}

type WriteHead = (
  status: number,
  message?: string | OutgoingHttpHeaders,
  headers?: OutgoingHttpHeaders,
) => ServerResponse;

/** Every response of Node.js goes through its `writeHead`, called or implied. */
function addHeaders<Request>(throttle: Throttle<Request>, visit: Visit, outgoing: NodeResponse): void {
  const { usageHeaders, rateLimitHeaders, trailer } = throttle.settings;
  if (usageHeaders === false && (rateLimitHeaders === false || !visit.enforced) && trailer !== true) return;
  const response = outgoing as ServerResponse;
  const writeHead = response.writeHead as WriteHead;
  response.writeHead = function (this: ServerResponse, status: number, message?: unknown, headers?: unknown) {
    const isMessage = typeof message === 'string';
    const all = withHeaders(isMessage ? headers : message, throttle.headersOf(visit)) as OutgoingHttpHeaders;
    return isMessage ? writeHead.call(this, status, message, all) : writeHead.call(this, status, all);
  } as ServerResponse['writeHead'];
  if (trailer === true) addTrailer(throttle, visit, response);
}

type Given = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** The given ones are not changed: an application may use one object for all its responses. */
function withHeaders(given: unknown, added: Record<string, string>): Given {
  if (Array.isArray(given)) {
    const pairs = Object.entries(added);
    return Array.isArray(given[0]) ? [...given, ...(pairs as never[])] : [...given, ...pairs.flat()];
  }
  return typeof given === 'object' && given !== null ? { ...given, ...added } : added;
}

/** A response whose length is not known beforehand can say its cost at the end. Node.js leaves trailers away where the transfer has none. */
function addTrailer<Request>(throttle: Throttle<Request>, visit: Visit, response: ServerResponse): void {
  const { end } = response;
  response.end = function (this: ServerResponse, ...args: unknown[]): ServerResponse {
    if (this.headersSent && !this.writableEnded)
      this.addTrailers({ 'X-Usage-Request-Cost': throttle.costOf(visit).toFixed(2) });
    return (end as (...args: unknown[]) => ServerResponse).apply(this, args);
  } as ServerResponse['end'];
}

function hasBody({ headers }: NodeRequest): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

/**
 * A body is told by the connection, in nobody's name: `data` and `end` come in the scope of the parser. Whoever listens for them does the work of this request,
 * and so does the handler that a body parser calls in the end.
 */
function keepOwner<Request>(throttle: Throttle<Request>, visit: Visit, incoming: NodeRequest): void {
  const { emit } = incoming;
  incoming.emit = function (this: NodeRequest, ...args: unknown[]): boolean {
    return throttle.run(visit, () => (emit as (...args: unknown[]) => boolean).apply(this, args));
  } as typeof emit;
}
