import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { AddressAccounts } from './account/address-accounts.ts';
import { clientAddress } from './account/client-address.ts';
import { routeShape } from './account/route-shape.ts';
import { type Decision, decide, type Standing } from './decision/decision.ts';
import { isEnforced } from './decision/is-enforced.ts';
import { rateLimitHeaders } from './headers/rate-limit-headers.ts';
import { type Refusal, refusalOf } from './headers/refusal.ts';
import { type UsageHeaderFigures, usageHeaders } from './headers/usage-headers.ts';
import { Attributor } from './meter/attributor.ts';
import { Children } from './meter/children.ts';
import { type ChosenAttribution, chooseAttribution } from './meter/choose-attribution.ts';
import { type CpuAccount, CpuAccounting } from './meter/cpu-account.ts';
import { RequestUsage } from './meter/request-usage.ts';
import { RouteAverages } from './meter/route-averages.ts';
import { unitsOf } from './meter/weights.ts';
import { type Settings, settingsOf, type ThrottleOptions } from './options.ts';
import { fullAfterS } from './quota/debt-bucket.ts';
import type { Plan } from './quota/plan.ts';
import { quotaOf } from './quota/request-limit.ts';
import { RecordWriter } from './records/record-writer.ts';
import { MemoryStore } from './stores/memory-store.ts';
import type { Store, StoreHealth } from './stores/store.ts';
import type { Ending, Visit } from './visit.ts';

/** What an adapter knows of a request when it comes. */
export interface Arrival<Request> {
  readonly request: Request;
  readonly method: string;
  readonly url: string;
  /** The route, where the framework knows it on entry. */
  readonly route: string | undefined;
  /** The other end of the connection. */
  readonly peer: string | undefined;
  readonly forwardedFor: string | undefined;
}

/** How the throttle fares, for a metrics endpoint or a log. */
export interface ThrottleReport {
  /** How CPU time is attributed, and by which clock. */
  readonly attribution: string;
  readonly cpu: CpuAccount;
  readonly requests: number;
  readonly throttled: number;
  readonly refused: number;
  readonly store: StoreHealth;
}

/**
 * Measures requests, keeps the accounts' quotas, and decides. It knows no framework: the adapters call `enter` when a request comes, `run` for its handler, `headersOf` when the
 * response begins and `leave` when it has ended.
 */
export class Throttle<Request> {
  readonly settings: Settings<Request>;
  readonly attribution: ChosenAttribution;
  readonly store: Store;
  readonly #attributor: Attributor;
  readonly #children: Children;
  readonly #averages = new RouteAverages();
  readonly #accounting = new CpuAccounting();
  readonly #addresses: AddressAccounts;
  readonly #records: RecordWriter | undefined;
  readonly #nowMs: () => number;
  #requests = 0;
  #throttled = 0;
  #refused = 0;

  /**
   * @param attribution instead of what the option `attributor` and the clocks of this machine make of it
   * @throws CodedError `THROTTLE_OPTION_INVALID`
   */
  constructor(options: ThrottleOptions<Request> = {}, attribution?: ChosenAttribution) {
    this.settings = settingsOf(options);
    this.#addresses = new AddressAccounts(this.settings.ipv6Prefix);
    this.attribution = attribution ?? chooseAttribution(options.attributor ?? 'auto');
    this.store = options.store ?? new MemoryStore();
    this.#attributor = new Attributor(this.attribution, options.random ?? Math.random);
    this.#children = new Children(() => this.#attributor.current);
    this.#nowMs = options.nowMs ?? (() => performance.now());
    if (options.records !== undefined) this.#records = new RecordWriter(options.records, () => this.#cpuAccount());
  }

  /** Whether anybody wants to know the bytes of requests. */
  get countsBytes(): boolean {
    const { megabyteIn, megabyteOut } = this.settings.weights;
    return this.#records !== undefined || megabyteIn > 0 || megabyteOut > 0;
  }

  /** Takes a request in: who asks, what is left, what is decided. Each `enter` needs its `leave`. */
  enter(arrival: Arrival<Request>): Visit {
    const { settings, store } = this;
    const nowMs = this.#nowMs();
    const { request } = arrival;
    const account = this.#accountOf(arrival);
    const planName = this.#planOf(account, request);
    const plan = settings.plans[planName] as Plan;
    const route = this.#ask(settings.route, request) ?? arrival.route ?? routeShape(arrival.method, arrival.url);
    const average = this.#averages.of(route);
    const exempt = settings.exempt !== undefined && this.#ask(settings.exempt, account, request) === true;
    const enforced = !exempt && isEnforced(plan.mode ?? settings.mode, account);
    const decision = this.#decide(account, plan, route, enforced, exempt, nowMs);
    const usage = new RequestUsage(average.cpuUs * store.dearness(account));
    const reserved = decision.refused ? 0 : average.units;
    this.#requests += 1;
    if (decision.throttled) this.#throttled += 1;
    if (decision.refused) this.#refused += 1;
    else {
      store.reserve(account, plan, reserved, nowMs);
      this.#attributor.begin(usage, average.unknown);
    }
    const { method } = arrival;
    return { usage, account, planName, plan, enforced, method, route, average, decision, reserved, startMs: nowMs };
  }

  /** Runs the handler, and everything it starts, in the name of the request. */
  run<T>({ usage }: Visit, work: () => T): T {
    return this.#attributor.run(usage, work);
  }

  /** The headers for the response, with the cost so far. */
  headersOf(visit: Visit): Record<string, string> {
    const { settings } = this;
    const { enforced, decision, plan } = visit;
    const withRateLimit = enforced && settings.rateLimitHeaders !== false;
    if (settings.usageHeaders === false && !withRateLimit) return {};
    const nowMs = this.#nowMs();
    const cost = decision.refused ? 0 : this.#costAt(visit, nowMs);
    const remaining = this.store.remaining(visit.account, plan, nowMs) + visit.reserved - cost;
    const usage = settings.usageHeaders === false ? {} : usageHeaders(figuresOf(visit, cost, remaining));
    if (!withRateLimit) return usage;
    const stands =
      decision.limit === 'usage' ? { ...decision, remaining, resetS: fullAfterS(remaining, plan) } : decision;
    return { ...usage, ...rateLimitHeaders(stands) };
  }

  refusalOf(visit: Visit): Refusal {
    return refusalOf(visit.decision, this.headersOf(visit));
  }

  /** The cost so far, in units. */
  costOf(visit: Visit): number {
    return this.#costAt(visit, this.#nowMs());
  }

  /** Lets a request go: charges what it cost, once its children have ended, and writes its record. */
  leave(visit: Visit, ending: Ending): void {
    const { usage, decision } = visit;
    const endMs = this.#nowMs();
    this.#attributor.end(usage);
    if (decision.refused) {
      this.#records?.write(visit, ending, 0, 0, 0, decision.remaining);
      return;
    }
    if (usage.childrenOpen === 0) this.#settle(visit, ending, endMs);
    else usage.onChildrenDone = () => this.#settle(visit, ending, endMs);
  }

  report(): ThrottleReport {
    return {
      attribution: this.attribution.says,
      cpu: this.#cpuAccount(),
      requests: this.#requests,
      throttled: this.#throttled,
      refused: this.#refused,
      store: this.store.health(),
    };
  }

  /** Writes what is not written yet and lets go of everything. */
  async close(): Promise<void> {
    this.#children.close();
    this.#attributor.close();
    await this.#records?.close();
    await this.store.close();
  }

  #costAt({ usage, startMs }: Visit, nowMs: number): number {
    this.#attributor.flush(usage);
    return unitsOf(usage, usage.cpuUs, nowMs - startMs, this.settings.weights);
  }

  #settle(visit: Visit, ending: Ending, endMs: number): void {
    const { usage, account, plan, average, reserved } = visit;
    const { weights } = this.settings;
    const wallMs = endMs - visit.startMs;
    const { cpuUs } = usage;
    const cost = unitsOf(usage, cpuUs, wallMs, weights);
    const chargedUnits = unitsOf(usage, usage.chargedUs, wallMs, weights);
    this.store.settle(account, plan, reserved, chargedUnits, endMs);
    this.#accounting.ownUs += usage.chargedUs;
    average.learnUnits(cost);
    if (usage.measured) {
      if (average.cpuUs > 0) this.store.learnDearness(account, cpuUs, average.cpuUs);
      average.learnCpu(cpuUs, usage.probability);
    }
    if (usage.measured) usage.onLate = (userUs, systemUs) => this.#chargeLate(visit, userUs + systemUs);
    usage.onChildrenDone = undefined;
    this.#records?.write(visit, ending, wallMs, cost, chargedUnits, this.store.remaining(account, plan, endMs));
  }

  /** What a request goes on to use after its response: its account pays, its record is written already. */
  #chargeLate({ usage, account, plan }: Visit, cpuUs: number): void {
    const charged = cpuUs / usage.probability;
    this.#accounting.ownUs += charged;
    this.store.charge(account, plan, (charged / 1e6) * this.settings.weights.cpuSecond, this.#nowMs());
  }

  #decide(account: string, plan: Plan, route: string, enforced: boolean, exempt: boolean, nowMs: number): Decision {
    const { requestLimits, softShare } = this.settings;
    const remaining = this.store.remaining(account, plan, nowMs);
    const usage: Standing = { limit: 'usage', quota: plan, remaining, needed: 0 };
    if (exempt) return { ...decide([usage], false, 1), throttled: false };
    const standings: [Standing, ...Standing[]] = [usage];
    for (const limit of requestLimits) {
      if (limit.applies?.(route) === false) continue;
      const quota = quotaOf(limit);
      const key = `${account}\n${limit.name}`;
      standings.push({ limit: limit.name, quota, remaining: this.store.remaining(key, quota, nowMs), needed: 1 });
    }
    const decision = decide(standings, enforced, softShare);
    if (!decision.throttled) {
      for (const { limit, quota } of standings.slice(1)) this.store.charge(`${account}\n${limit}`, quota, 1, nowMs);
    }
    return decision;
  }

  #accountOf({ request, peer, forwardedFor }: Arrival<Request>): string {
    const named = this.#ask(this.settings.account, request);
    if (named !== undefined) return named;
    const isDirect = forwardedFor === undefined || this.settings.trustedProxies === undefined;
    const address = isDirect ? (peer ?? '') : clientAddress(peer ?? '', forwardedFor, this.settings.isTrusted);
    return this.#addresses.of(address);
  }

  #planOf(account: string, request: Request): string {
    const name = this.#ask(this.settings.plan, account, request);
    return name !== undefined && Object.hasOwn(this.settings.plans, name) ? name : 'default';
  }

  #cpuAccount(): CpuAccount {
    return this.#accounting.account(this.#children.attributedUs);
  }

  /** Calls a function of the application, which may fail without a request failing. */
  #ask<Args extends readonly unknown[], T>(ask: ((...args: Args) => T) | undefined, ...args: Args): T | undefined {
    if (ask === undefined) return undefined;
    try {
      return ask(...args);
    } catch (error) {
      if (this.settings.onError === undefined) process.emitWarning(error as Error);
      else this.settings.onError(error);
      return undefined;
    }
  }
}

function figuresOf(visit: Visit, cost: number, remaining: number): UsageHeaderFigures {
  const { usage, decision, plan } = visit;
  const userUs = usage.measured || decision.refused ? usage.userUs : usage.expectedUs;
  return {
    remaining,
    cost,
    userUs: userUs + usage.childUserUs,
    systemUs: usage.systemUs + usage.childSystemUs,
    measured: usage.measured,
    throttled: decision.throttled,
    warned: decision.warned,
    quotaUnits: plan.units,
  };
}
