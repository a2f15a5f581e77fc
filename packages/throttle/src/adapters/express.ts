import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Throttle } from '../throttle.ts';
import { openVisit } from './node-exchange.ts';
import { refuse } from './node-http.ts';

/**
 * Middleware for Express 5 (and whatever takes its middleware): `app.use(throttleExpress(throttle))`, before everything that costs something, and after what tells who is asking
 * if accounts are named. `request.cost.add('database', 12.5)` adds a cost.
 */
export function throttleExpress<Request extends IncomingMessage>(
  throttle: Throttle<Request>,
): (request: Request, response: ServerResponse, next: (error?: unknown) => void) => void {
  return (request, response, next) => {
    const visit = openVisit(throttle, request, request, response);
    if (visit === undefined) next();
    else if (visit.decision.refused) refuse(response, throttle.refusalOf(visit));
    else throttle.run(visit, () => next());
  };
}
