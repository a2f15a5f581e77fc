import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { RequestUsage } from '../meter/request-usage.ts';
import type { Throttle } from '../throttle.ts';
import type { Arrival, Visit } from '../visit.ts';
import { type StoreHead, setStoreHead, storeHeadOf, storesHead, type WriteHead, withHeaders } from './head-lines.ts';
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

/** What the framework calls the route of a request, if it knows that on entry. */
export type NameRoute<Request> = (request: Request) => string | undefined;

/**
 * A request and its response as Node.js has them, under the framework: what the throttle asks of a request that arrives, and what is kept of it on the response, as closures for each request would take
 * longer. What is rarely asked is worked out when it is: at the first look at `headers` Node.js makes an object of them all.
 */
class Exchange<Request> implements Arrival<Request> {
  readonly throttle: Throttle<Request>;
  readonly request: Request;
  readonly incoming: NodeRequest;
  readonly nameRoute: NameRoute<Request> | undefined;
  readonly visit: Visit;
  readonly marks: ByteMarks | undefined;
  readonly streamed: StreamBytes | undefined;
  /** What the response had before. */
  storeHead: StoreHead | undefined;
  writeHead: WriteHead | undefined;

  constructor(
    throttle: Throttle<Request>,
    request: Request,
    incoming: NodeRequest,
    nameRoute: NameRoute<Request> | undefined,
  ) {
    this.throttle = throttle;
    this.request = request;
    this.incoming = incoming;
    this.nameRoute = nameRoute;
    this.visit = throttle.enter(this);
    const isStream = isOfHttp2(incoming);
    this.marks = throttle.countsBytes && !isStream ? markBytes(incoming.socket) : undefined;
    this.streamed = throttle.countsBytes && isStream ? countStream(incoming) : undefined;
    this.storeHead = undefined;
    this.writeHead = undefined;
  }

  get method(): string {
    return this.incoming.method ?? '';
  }

  get url(): string {
    return this.incoming.url ?? '';
  }

  get route(): string | undefined {
    return this.nameRoute?.(this.request);
  }

  get connection(): object | undefined {
    const { incoming } = this;
    return isOfHttp2(incoming) ? incoming.stream.session : incoming.socket;
  }

  get peer(): string | undefined {
    return this.incoming.socket.remoteAddress;
  }

  get forwardedFor(): string | undefined {
    const value = this.incoming.headers['x-forwarded-for'];
    return Array.isArray(value) ? value.join(',') : value;
  }
}

const exchangeKey = Symbol('the exchange of @fivewhys/throttle');
type Throttled = NodeResponse & { [exchangeKey]?: Exchange<unknown> };

/**
 * What all adapters have in common: takes the request in, has the headers added when the response begins, and lets it go when the response is closed.
 * @param request the framework's own, if it has one
 * @returns nothing when there is nothing to do: the client is gone, or the throttle is mounted a second time.
 */
export function openVisit<Request>(
  throttle: Throttle<Request>,
  request: Request,
  incoming: NodeRequest,
  outgoing: NodeResponse,
  nameRoute?: NameRoute<Request>,
): Visit | undefined {
  if (incoming.cost !== undefined || outgoing.destroyed || outgoing.writableEnded) return undefined;
  const exchange = new Exchange(throttle, request, incoming, nameRoute);
  const { visit } = exchange;
  incoming.cost = visit.usage;
  (outgoing as Throttled)[exchangeKey] = exchange as Exchange<unknown>;
  if (!visit.prepaid) outgoing.on('close', closeVisit);
  if (visit.decision.refused) return visit;
  addHeaders(exchange, outgoing);
  if (throttle.tells(visit) && hasBody(incoming)) keepOwner(throttle, visit, incoming);
  return visit;
}

function exchangeOf(response: object): Exchange<unknown> {
  return (response as Throttled)[exchangeKey] as Exchange<unknown>;
}

function closeVisit(this: NodeResponse): void {
  const { throttle, visit, marks, streamed } = exchangeOf(this);
  const bytes = marks === undefined ? streamed : bytesSince(marks);
  if (bytes !== undefined) {
    visit.usage.bytesIn = bytes.bytesIn;
    visit.usage.bytesOut = bytes.bytesOut;
  }
  throttle.leave(visit, { status: this.headersSent ? this.statusCode : undefined, aborted: !this.writableFinished });
}

/** The head of a response is made once, whatever the application calls. */
function addHeaders<Request>(exchange: Exchange<Request>, outgoing: NodeResponse): void {
  const { throttle, visit } = exchange;
  const { usageHeaders, rateLimitHeaders, trailer } = throttle.settings;
  const hasHeaders = usageHeaders !== false || (rateLimitHeaders !== false && visit.client.enforced);
  if (!hasHeaders && trailer !== true && visit.span === undefined) return;
  const response = outgoing as ServerResponse;
  if (storesHead && !isOfHttp2(exchange.incoming)) {
    exchange.storeHead = storeHeadOf(response);
    setStoreHead(response, storeHeadWithUsage);
  } else {
    exchange.writeHead = response.writeHead as WriteHead;
    response.writeHead = writeHeadWithUsage as ServerResponse['writeHead'];
  }
  if (trailer === true) addTrailer(throttle, visit, response);
}

function storeHeadWithUsage(this: object, firstLine: string, headers: unknown): unknown {
  const { throttle, visit, storeHead } = exchangeOf(this);
  return (storeHead as StoreHead).call(this, firstLine + throttle.headerLinesOf(visit), headers);
}

/** HTTP/2 has no such text. */
function writeHeadWithUsage(this: ServerResponse, status: number, message?: unknown, headers?: unknown): unknown {
  const { throttle, visit, writeHead } = exchangeOf(this);
  const isMessage = typeof message === 'string';
  const all = withHeaders(isMessage ? headers : message, throttle.headersOf(visit));
  return (writeHead as WriteHead).call(this, status, ...(isMessage ? [message, all] : [all]));
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

function isOfHttp2(incoming: NodeRequest): incoming is Http2ServerRequest {
  return incoming.httpVersionMajor === 2;
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
