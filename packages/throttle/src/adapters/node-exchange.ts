import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { RequestUsage } from '../meter/request-usage.ts';
import type { Throttle } from '../throttle.ts';
import type { Visit } from '../visit.ts';
import { addHeadLines, keepsHead, type WriteHead, withHeaders } from './head-lines.ts';
import { type ByteMarks, bytesSince, markBytes } from './socket-bytes.ts';
import { countStream, type StreamBytes } from './stream-bytes.ts';

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

/** What the functions below need of a response that they are called on: kept on the response, as a closure for each of them and each request would take longer. */
interface Opened {
  readonly throttle: Throttle<never>;
  readonly visit: Visit;
  readonly marks: ByteMarks | undefined;
  readonly streamed: StreamBytes | undefined;
  readonly writeHead: WriteHead;
}

const openedKey = Symbol('the visit of @fivewhys/throttle');
type Throttled = ServerResponse & { [openedKey]?: Opened };

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
  const response = outgoing as Throttled;
  const isStream = 'stream' in incoming;
  response[openedKey] = {
    throttle,
    visit,
    marks: throttle.countsBytes && !isStream ? markBytes(socket) : undefined,
    streamed: throttle.countsBytes && isStream ? countStream(incoming) : undefined,
    writeHead: response.writeHead as WriteHead,
  };
  response.on('close', closeVisit);
  if (visit.decision.refused) return visit;
  addHeaders(throttle, visit, response);
  if (hasBody(incoming) && throttle.tells(visit)) keepOwner(throttle, visit, incoming);
  return visit;
}

function closeVisit(this: ServerResponse): void {
  const { throttle, visit, marks, streamed } = (this as Throttled)[openedKey] as Opened;
  const bytes = marks === undefined ? streamed : bytesSince(marks);
  if (bytes !== undefined) {
    visit.usage.bytesIn = bytes.bytesIn;
    visit.usage.bytesOut = bytes.bytesOut;
  }
  throttle.leave(visit, { status: this.headersSent ? this.statusCode : undefined, aborted: !this.writableFinished });
}

/** Every response of Node.js goes through its `writeHead`, called or implied. */
function addHeaders<Request>(throttle: Throttle<Request>, visit: Visit, response: Throttled): void {
  const { usageHeaders, rateLimitHeaders, trailer } = throttle.settings;
  const hasHeaders = usageHeaders !== false || (rateLimitHeaders !== false && visit.enforced);
  if (!hasHeaders && trailer !== true && visit.span === undefined) return;
  response.writeHead = writeHeadWithUsage as Throttled['writeHead'];
  if (trailer === true) addTrailer(throttle, visit, response);
}

function writeHeadWithUsage(this: Throttled, status: number, message?: unknown, headers?: unknown): ServerResponse {
  const { throttle, visit, writeHead } = this[openedKey] as Opened;
  const added = throttle.headersOf(visit);
  // HTTP/2 has no such text, and its head goes out at once.
  if (keepsHead && !('stream' in this)) {
    writeHead.call(this, status, message as string, headers as never);
    addHeadLines(this, added);
    return this;
  }
  const isMessage = typeof message === 'string';
  const all = withHeaders(isMessage ? headers : message, added);
  return isMessage ? writeHead.call(this, status, message, all) : writeHead.call(this, status, all);
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
