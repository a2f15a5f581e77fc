import type { Asker } from './account/who-asks.ts';
import type { Decision } from './decision/decision.ts';
import type { RequestUsage } from './meter/request-usage.ts';
import type { RouteAverage } from './meter/route-averages.ts';
import type { SpanLike } from './observability/span.ts';
import type { Plan } from './quota/plan.ts';

/** What an adapter knows of a request when it comes. */
export interface Arrival<Request> extends Asker<Request> {
  readonly method: string;
  readonly url: string;
  /** The route, where the framework knows it on entry. */
  readonly route: string | undefined;
}

/** One request on its way through the throttle. */
export interface Visit {
  readonly usage: RequestUsage;
  readonly account: string;
  readonly planName: string;
  readonly plan: Plan;
  readonly enforced: boolean;
  readonly method: string;
  readonly route: string;
  readonly average: RouteAverage;
  readonly decision: Decision;
  /** Whether it was charged on entry: nothing more is to be learned at its end, but what is added to its cost, and that is charged at once. */
  readonly prepaid: boolean;
  /** Units set aside until it is settled; of a prepaid one, those that were charged. */
  reserved: number;
  readonly startMs: number;
  /** The span of OpenTelemetry in which it came. */
  readonly span: SpanLike | undefined;
}

/** How a request ended. */
export interface Ending {
  readonly status: number | undefined;
  readonly aborted: boolean;
}
