import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Throttle } from '../throttle.ts';
import { openVisit } from './node-exchange.ts';

/** What the adapter needs of Koa's context; Koa's own types fit. */
export interface KoaContextLike {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  status: number;
  body: unknown;
  set(headers: Record<string, string>): void;
}

/**
 * Middleware for Koa 3: `app.use(throttleKoa(throttle))`, before everything that costs something. Functions of the options get Koa's context;
 * `context.req.cost.add('database', 12.5)` adds a cost.
 */
export function throttleKoa<Context extends KoaContextLike>(
  throttle: Throttle<Context>,
): (context: Context, next: () => Promise<unknown>) => Promise<unknown> {
  return async (context, next) => {
    const visit = openVisit(throttle, context, context.req, context.res);
    if (visit === undefined) return next();
    if (!visit.decision.refused) return throttle.run(visit, next);
    const { status, headers, body } = throttle.refusalOf(visit);
    context.status = status;
    context.set({ ...headers });
    context.body = body;
    return undefined;
  };
}
