import type { Client } from './account/client.ts';
import { routeShape } from './account/route-shape.ts';
import { WhoAsks } from './account/who-asks.ts';
import { type Decision, decide, decideByUsage, decideNothing, type Standing } from './decision/decision.ts';
import type { Attributor } from './meter/attributor.ts';
import { RequestUsage } from './meter/request-usage.ts';
import { type Route, Routes } from './meter/routes.ts';
import { ActiveSpan } from './observability/active-span.ts';
import type { Settings } from './options.ts';
import { quotaOf } from './quota/request-limit.ts';
import type { Settlement } from './settlement.ts';
import type { Store } from './stores/store.ts';
import { type Arrival, Visit } from './visit.ts';

/** An account may be far from its routes' averages: until one of its requests was measured, more of them are. */
const newcomerProbability = 1 / 8;

/** Takes requests in: who asks, what is left, what is decided, what is set aside for it, and whether it is measured. */
export class Admission<Request> {
  readonly #settings: Settings<Request>;
  readonly #store: Store;
  readonly #attributor: Attributor;
  readonly #settlement: Settlement;
  readonly #who: WhoAsks<Request>;
  readonly #routes = new Routes();
  readonly #span = new ActiveSpan();
  requests = 0;
  throttled = 0;
  refused = 0;

  constructor(settings: Settings<Request>, store: Store, attributor: Attributor, settlement: Settlement) {
    this.#settings = settings;
    this.#store = store;
    this.#attributor = attributor;
    this.#settlement = settlement;
    this.#who = new WhoAsks(settings);
  }

  admit(arrival: Arrival<Request>, nowMs: number): Visit {
    const client = this.#who.client(arrival);
    const { account, plan } = client;
    const route = this.#routeOf(arrival);
    const { average } = route;
    const decision = this.#decide(client, route.name, nowMs);
    const dearness = this.#store.dearness(account);
    const usage = new RequestUsage(Math.round(average.cpuUs * (dearness ?? 1)));
    const visit = new Visit(client, arrival.method, route, decision, usage, nowMs, this.#span.get());
    this.requests += 1;
    if (decision.throttled) this.throttled += 1;
    if (decision.refused) {
      this.refused += 1;
      return visit;
    }
    usage.told = average.startsChildren;
    this.#attributor.begin(usage, average.unknown, dearness === undefined ? newcomerProbability : 0);
    if (this.#settlement.prepays && !usage.measured && visit.span === undefined) {
      this.#settlement.prepay(visit);
    } else {
      visit.reserved = average.units;
      this.#store.reserve(account, plan, average.units, nowMs);
    }
    return visit;
  }

  #decide({ account, plan, exempt, enforced }: Client, route: string, nowMs: number): Decision {
    const { requestLimits, softShare } = this.#settings;
    const remaining = this.#store.remaining(account, plan, nowMs);
    if (exempt) return decideNothing(plan, remaining);
    if (requestLimits.length === 0) return decideByUsage(plan, remaining, enforced, softShare);
    const standings: [Standing, ...Standing[]] = [{ limit: 'usage', quota: plan, remaining, needed: 0 }];
    for (const limit of requestLimits) {
      if (limit.applies?.(route) === false) continue;
      const quota = quotaOf(limit);
      const key = `${account}\n${limit.name}`;
      standings.push({ limit: limit.name, quota, remaining: this.#store.remaining(key, quota, nowMs), needed: 1 });
    }
    const decision = decide(standings, enforced, softShare);
    if (!decision.throttled) {
      for (const { limit, quota } of standings.slice(1)) this.#store.charge(`${account}\n${limit}`, quota, 1, nowMs);
    }
    return decision;
  }

  #routeOf(arrival: Arrival<Request>): Route {
    const named = this.#who.route(arrival.request);
    if (named !== undefined) return this.#routes.named(named);
    const { method, url } = arrival;
    return this.#routes.of(method, url) ?? this.#newRoute(arrival);
  }

  #newRoute({ method, url, route }: Arrival<Request>): Route {
    return this.#routes.keep(method, url, this.#routes.named(route ?? routeShape(method, url)));
  }
}
