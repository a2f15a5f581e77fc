import type { Client } from './account/client.ts';
import type { Asker } from './account/who-asks.ts';
import type { Decision } from './decision/decision.ts';
import type { RequestUsage } from './meter/request-usage.ts';
import type { RouteAverage } from './meter/route-averages.ts';
import type { Route } from './meter/routes.ts';
import type { SpanLike } from './observability/span.ts';
import type { Plan } from './quota/plan.ts';

/** What an adapter knows of a request when it comes. */
export interface Arrival<Request> extends Asker<Request> {
  readonly method: string;
  readonly url: string;
  /** The route, where the framework knows it on entry; asked once for a method and URL. */
  readonly route: string | undefined;
}

/** One request on its way through the throttle. */
export class Visit {
  readonly client: Client;
  readonly method: string;
  readonly #route: Route;
  readonly decision: Decision;
  readonly usage: RequestUsage;
  readonly startMs: number;
  /** The span of OpenTelemetry in which it came. */
  readonly span: SpanLike | undefined;
  /** Whether it was charged on entry: nothing more is to be learned at its end, but what is added to its cost, and that is charged at once. */
  prepaid = false;
  /** Units set aside until it is settled; of a prepaid one, those that were charged. */
  reserved = 0;

  constructor(
    client: Client,
    method: string,
    route: Route,
    decision: Decision,
    usage: RequestUsage,
    startMs: number,
    span: SpanLike | undefined,
  ) {
    this.client = client;
    this.method = method;
    this.#route = route;
    this.decision = decision;
    this.usage = usage;
    this.startMs = startMs;
    this.span = span;
  }

  get account(): string {
    return this.client.account;
  }

  get planName(): string {
    return this.client.planName;
  }

  get plan(): Plan {
    return this.client.plan;
  }

  get route(): string {
    return this.#route.name;
  }

  get average(): RouteAverage {
    return this.#route.average;
  }

  get enforced(): boolean {
    return this.client.enforced;
  }
}

/** How a request ended. */
export interface Ending {
  readonly status: number | undefined;
  readonly aborted: boolean;
}
