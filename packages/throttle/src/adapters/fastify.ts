import type { Throttle } from '../throttle.ts';
import { type NodeRequest, type NodeResponse, openVisit, type RequestCost } from './node-exchange.ts';

/** What the adapter needs of Fastify's request; Fastify's own types fit. */
export interface FastifyRequestLike {
  readonly raw: NodeRequest;
  readonly method: string;
  readonly routeOptions?: { readonly url?: string | undefined };
  cost?: RequestCost;
}

export interface FastifyReplyLike {
  readonly raw: NodeResponse;
  code(status: number): this;
  headers(headers: Readonly<Record<string, string>>): this;
  send(payload?: unknown): this;
}

export interface FastifyLike<Request> {
  decorateRequest(name: string, value: unknown): unknown;
  addHook(
    name: 'onRequest',
    hook: (request: Request, reply: FastifyReplyLike, done: (error?: Error) => void) => void,
  ): unknown;
}

/**
 * A plugin for Fastify 5: `await app.register(throttleFastify(throttle))`, before the routes and other plugins. It holds for the whole application, as one that
 * `fastify-plugin` had wrapped, and routes are known to it. `request.cost.add('database', 12.5)` adds a cost.
 */
export function throttleFastify<Request extends FastifyRequestLike>(
  throttle: Throttle<Request>,
): (app: FastifyLike<Request>, options: unknown, done: (error?: Error) => void) => void {
  const plugin = (app: FastifyLike<Request>, _options: unknown, done: (error?: Error) => void): void => {
    app.decorateRequest('cost', undefined);
    app.addHook('onRequest', (request, reply, next) => {
      const visit = openVisit(throttle, request, request.raw, reply.raw, routeName);
      if (visit === undefined) return next();
      request.cost = visit.usage;
      if (!visit.decision.refused) return throttle.run(visit, next);
      const { status, headers, body } = throttle.refusalOf(visit);
      reply.code(status).headers(headers).send(body);
    });
    done();
  };
  // What fastify-plugin sets: the hook is not for this plugin's own routes alone.
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: '@fivewhys/throttle',
  });
}

function routeName({ method, routeOptions }: FastifyRequestLike): string | undefined {
  const url = routeOptions?.url;
  return url === undefined ? undefined : `${method} ${url}`;
}
