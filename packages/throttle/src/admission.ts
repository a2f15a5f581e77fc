import { routeShape } from './account/route-shape.ts';
import { WhoAsks } from './account/who-asks.ts';
import { type Decision, decide, type Standing } from './decision/decision.ts';
import { isEnforced } from './decision/is-enforced.ts';
import type { Attributor } from './meter/attributor.ts';
import { RequestUsage } from './meter/request-usage.ts';
import { RouteAverages } from './meter/route-averages.ts';
import { ActiveSpan } from './observability/active-span.ts';
import type { Settings } from './options.ts';
import type { Plan } from './quota/plan.ts';
import { quotaOf } from './quota/request-limit.ts';
import type { Settlement } from './settlement.ts';
import type { Store } from './stores/store.ts';
import type { Arrival, Visit } from './visit.ts';

/** An account may be far from its routes' averages: until one of its requests was measured, more of them are. */
const newcomerProbability = 1 / 8;

/** Takes requests in: who asks, what is left, what is decided, what is set aside for it, and whether it is measured. */
export class Admission<Request> {
  readonly #settings: Settings<Request>;
  readonly #store: Store;
  readonly #attributor: Attributor;
  readonly #settlement: Settlement;
  readonly #who: WhoAsks<Request>;
  readonly #averages = new RouteAverages();
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
    const store = this.#store;
    const { request, method } = arrival;
    const who = this.#who;
    const account = who.account(arrival);
    const planName = who.plan(account, request);
    const plan = this.#settings.plans[planName] as Plan;
    const route = who.route(request) ?? arrival.route ?? routeShape(method, arrival.url);
    const average = this.#averages.of(route);
    const exempt = who.exempt(account, request);
    const enforced = !exempt && isEnforced(plan.mode ?? this.#settings.mode, account);
    const decision = this.#decide(account, plan, route, enforced, exempt, nowMs);
    const dearness = store.dearness(account);
    const usage = new RequestUsage(average.cpuUs * (dearness ?? 1));
    const span = this.#span.get();
    let prepaid = false;
    let reserved = 0;
    this.requests += 1;
    if (decision.throttled) this.throttled += 1;
    if (decision.refused) this.refused += 1;
    else {
      this.#attributor.begin(usage, average.unknown, dearness === undefined ? newcomerProbability : 0);
      prepaid = this.#settlement.prepays && !usage.measured && span === undefined;
      if (prepaid) reserved = this.#settlement.prepay(usage, account, plan, average, nowMs);
      else {
        reserved = average.units;
        store.reserve(account, plan, reserved, nowMs);
      }
    }
    const visit = {
      usage,
      account,
      planName,
      plan,
      enforced,
      method,
      route,
      average,
      decision,
      prepaid,
      reserved,
      startMs: nowMs,
      span,
    };
    if (prepaid) this.#settlement.awaitMore(visit);
    return visit;
  }

  #decide(account: string, plan: Plan, route: string, enforced: boolean, exempt: boolean, nowMs: number): Decision {
    const { requestLimits, softShare } = this.#settings;
    const remaining = this.#store.remaining(account, plan, nowMs);
    const standings: [Standing, ...Standing[]] = [{ limit: 'usage', quota: plan, remaining, needed: 0 }];
    if (exempt) return { ...decide(standings, false, 1), throttled: false };
    for (const limit of requestLimits) {
      if (limit.applies?.(route) === false) continue;
      const quota = quotaOf(limit);
      const key = `${account}\n${limit.name}`;
      standings.push({ limit: limit.name, quota, remaining: this.#store.remaining(key, quota, nowMs), needed: 1 });
    }
    const decision = decide(standings, enforced, softShare);
    if (!decision.throttled && standings.length > 1) {
      for (const { limit, quota } of standings.slice(1)) this.#store.charge(`${account}\n${limit}`, quota, 1, nowMs);
    }
    return decision;
  }
}
