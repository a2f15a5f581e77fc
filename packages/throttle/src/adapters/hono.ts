import { throttleError } from '../errors.ts';
import type { Throttle } from '../throttle.ts';
import { type NodeRequest, type NodeResponse, openVisit } from './node-exchange.ts';

/** What the adapter needs of Hono's context; Hono's own types fit. `env` is what @hono/node-server puts there. */
export interface HonoContextLike {
  // Its type is up to the application.
  readonly env: unknown;
}

/**
 * Middleware for Hono 4 under @hono/node-server: `app.use(throttleHono(throttle))`, before everything that costs something. Functions of the options get Hono's context;
 * `context.env.incoming.cost.add('database', 12.5)` adds a cost.
 * @throws CodedError `THROTTLE_HONO_WITHOUT_NODE` at the first request, when another server runs the application
 */
export function throttleHono<Context extends HonoContextLike>(
  throttle: Throttle<Context>,
): (context: Context, next: () => Promise<void>) => Promise<Response | undefined> {
  return async (context, next) => {
    const { incoming, outgoing } = (context.env ?? {}) as {
      readonly incoming?: NodeRequest;
      readonly outgoing?: NodeResponse;
    };
    if (incoming === undefined || outgoing === undefined) throw throttleError('THROTTLE_HONO_WITHOUT_NODE');
    const visit = openVisit(throttle, context, incoming, outgoing);
    if (visit === undefined) await next();
    else if (!visit.decision.refused) await throttle.run(visit, next);
    else {
      const { status, headers, body } = throttle.refusalOf(visit);
      return new Response(body, { status, headers });
    }
    return undefined;
  };
}
