import type { IncomingMessage } from 'node:http';
import type { ThrottleOptions } from './options.ts';
import { Throttle } from './throttle.ts';

/**
 * Makes a throttle, to be mounted by the adapter of the framework. Without options it measures and refuses nothing (shadow mode):
 *
 *     const throttle = createThrottle();
 *     app.use(throttleExpress(throttle));
 *
 * One per process: each takes the whole CPU time of the process for its account.
 * @throws CodedError `THROTTLE_OPTION_INVALID`
 */
export function createThrottle<Request = IncomingMessage>(options: ThrottleOptions<Request> = {}): Throttle<Request> {
  return new Throttle(options);
}
