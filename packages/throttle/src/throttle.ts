import { performance } from 'node:perf_hooks';
import { routeShape } from './account/route-shape.ts';
import { type Asker, WhoAsks } from './account/who-asks.ts';
import { type Decision, decide, type Standing } from './decision/decision.ts';
import { isEnforced } from './decision/is-enforced.ts';
import { rateLimitHeaders } from './headers/rate-limit-headers.ts';
import { type Refusal, refusalOf } from './headers/refusal.ts';
import { opsOf, type UsageHeaderFigures, usageHeaders } from './headers/usage-headers.ts';
import { Attributor } from './meter/attributor.ts';
import { readChildIo } from './meter/child-io.ts';
import { readChildTimes } from './meter/child-times.ts';
import { Children } from './meter/children.ts';
import { type ChosenAttribution, chooseAttribution } from './meter/choose-attribution.ts';
import { type CpuAccount, CpuAccounting } from './meter/cpu-account.ts';
import { RequestUsage } from './meter/request-usage.ts';
import { RouteAverages } from './meter/route-averages.ts';
import { ThreadIo } from './meter/thread-io.ts';
import { UnattributedShare } from './meter/unattributed-share.ts';
import { unitsOf } from './meter/weights.ts';
import { ActiveSpan, tellSpan } from './observability/active-span.ts';
import { CostHistogram } from './observability/cost-histogram.ts';
import { type Settings, settingsOf, type ThrottleOptions } from './options.ts';
import { fullAfterS } from './quota/debt-bucket.ts';
import type { Plan } from './quota/plan.ts';
import { quotaOf } from './quota/request-limit.ts';
import { RecordWriter } from './records/record-writer.ts';
import { MemoryStore } from './stores/memory-store.ts';
import type { Store, StoreHealth } from './stores/store.ts';
import type { Ending, Visit } from './visit.ts';

/** What an adapter knows of a request when it comes. */
export interface Arrival<Request> extends Asker<Request> {
  readonly method: string;
  readonly url: string;
  /** The route, where the framework knows it on entry. */
  readonly route: string | undefined;
}

/** How the throttle fares, for a metrics endpoint or a log. */
export interface ThrottleReport {
  /** How CPU time is attributed, and by which clock. */
  readonly attribution: string;
  readonly cpu: CpuAccount;
  readonly requests: number;
  readonly throttled: number;
  readonly refused: number;
  /** Costs of requests: how many in each bucket of `costBounds`, the last one for those above all, and their sum in units. */
  readonly costs: { readonly counts: readonly number[]; readonly sum: number };
  /** By how much charges are raised to share out what belongs to no request; 1 unless that is asked for. */
  readonly unattributedFactor: number;
  /** Usage records that could not be written. */
  readonly recordsDropped: number;
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
  readonly #who: WhoAsks<Request>;
  readonly #records: readonly RecordWriter[];
  readonly #costs = new CostHistogram();
  readonly #span = new ActiveSpan();
  readonly #share: UnattributedShare | undefined;
  readonly #nowMs: () => number;
  #underWay = 0;
  #requests = 0;
  #throttled = 0;
  #refused = 0;

  /**
   * @param attribution instead of what the option `attributor` and the clocks of this machine make of it
   * @throws CodedError `THROTTLE_OPTION_INVALID`
   */
  constructor(options: ThrottleOptions<Request> = {}, attribution?: ChosenAttribution) {
    const settings = settingsOf(options);
    this.settings = settings;
    this.#who = new WhoAsks(settings);
    this.attribution = attribution ?? chooseAttribution(settings.attributor);
    this.store = options.store ?? new MemoryStore();
    const threadIo = settings.io ? ThreadIo.open() : undefined;
    const attributor = new Attributor(this.attribution, options.random ?? Math.random, threadIo);
    this.#attributor = attributor;
    const childIo = settings.io ? () => attributor.unseen(readChildIo) : undefined;
    this.#children = new Children(() => this.#ownerOfChild(), readChildTimes, childIo);
    this.#nowMs = options.nowMs ?? (() => performance.now());
    this.#records = settings.records.map((sink) => new RecordWriter(sink, () => this.#cpuAccount()));
    if (options.shareUnattributed === true)
      this.#share = new UnattributedShare(() => this.#cpuAccount(), this.#nowMs());
  }

  /** Whether anybody wants to know the bytes of requests. */
  get countsBytes(): boolean {
    const { megabyteIn, megabyteOut } = this.settings.weights;
    return this.#records.length > 0 || megabyteIn > 0 || megabyteOut > 0;
  }

  /** Takes a request in: who asks, what is left, what is decided. Each `enter` needs its `leave`. */
  enter(arrival: Arrival<Request>): Visit {
    const { settings, store } = this;
    const nowMs = this.#nowMs();
    const { request, method } = arrival;
    const account = this.#who.account(arrival);
    const planName = this.#who.plan(account, request);
    const plan = settings.plans[planName] as Plan;
    const route = this.#who.route(request) ?? arrival.route ?? routeShape(method, arrival.url);
    const average = this.#averages.of(route);
    const exempt = this.#who.exempt(account, request);
    const enforced = !exempt && isEnforced(plan.mode ?? settings.mode, account);
    const decision = this.#decide(account, plan, route, enforced, exempt, nowMs);
    const usage = new RequestUsage(average.cpuUs * store.dearness(account));
    const reserved = decision.refused ? 0 : average.units;
    this.#requests += 1;
    this.#underWay += 1;
    if (decision.throttled) this.#throttled += 1;
    if (decision.refused) this.#refused += 1;
    else {
      store.reserve(account, plan, reserved, nowMs);
      this.#attributor.begin(usage, average.unknown);
    }
    const span = this.#span.get();
    return {
      usage,
      account,
      planName,
      plan,
      enforced,
      method,
      route,
      average,
      decision,
      reserved,
      startMs: nowMs,
      span,
    };
  }

  /** Runs the handler, and everything it starts, in the name of the request. */
  run<T>({ usage }: Visit, work: () => T): T {
    return this.#attributor.run(usage, work);
  }

  /** Whether it matters in whose name things run that this request starts. */
  tells({ usage }: Visit): boolean {
    return this.#attributor.tells(usage);
  }

  /** The headers for the response, with the cost so far. */
  headersOf(visit: Visit): Record<string, string> {
    const { settings } = this;
    const { enforced, decision, plan } = visit;
    const withRateLimit = enforced && settings.rateLimitHeaders !== false;
    if (settings.usageHeaders === false && !withRateLimit && visit.span === undefined) return {};
    const nowMs = this.#nowMs();
    const cost = decision.refused ? 0 : this.#costAt(visit, nowMs);
    const remaining = this.store.remaining(visit.account, plan, nowMs) + visit.reserved - cost;
    tellSpan(visit, cost, remaining, settings.showAccount);
    const usage =
      settings.usageHeaders === false ? {} : usageHeaders(figuresOf(visit, cost, remaining, settings.showAccount));
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
    this.#underWay -= 1;
    this.#attributor.end(usage);
    if (decision.refused) {
      for (const records of this.#records) records.write(visit, ending, 0, 0, 0, decision.remaining);
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
      costs: { counts: [...this.#costs.counts], sum: this.#costs.sum },
      unattributedFactor: this.#share?.factor ?? 1,
      recordsDropped: this.settings.records.reduce((sum, { dropped = 0 }) => sum + dropped, 0),
      store: this.store.health(),
    };
  }

  /** Writes what is not written yet and lets go of everything. */
  async close(): Promise<void> {
    this.#children.close();
    this.#attributor.close();
    for (const records of this.#records) await records.close();
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
    const chargedUs = usage.chargedUs;
    const factor = this.#share?.at(endMs) ?? 1;
    const ownUnits = usage.measured && usage.probability < 1 ? unitsOf(usage, chargedUs, wallMs, weights) : cost;
    const chargedUnits =
      factor === 1 ? ownUnits : ownUnits + ((factor - 1) * (chargedUs + usage.childUs) * weights.cpuSecond) / 1e6;
    this.store.settle(account, plan, reserved, chargedUnits, endMs);
    this.#accounting.ownUs += chargedUs;
    this.#costs.add(cost);
    average.learnUnits(cost);
    if (usage.measured) {
      this.#attributor.learn(() => {
        if (average.cpuUs > 0) this.store.learnDearness(account, cpuUs, average.cpuUs);
        average.learnCpu(cpuUs, usage.probability);
      });
      usage.onLate = (userUs, systemUs) => this.#chargeLate(visit, userUs + systemUs);
    }
    usage.onChildrenDone = undefined;
    if (this.#records.length === 0 && visit.span === undefined) return;
    const remaining = this.store.remaining(account, plan, endMs);
    tellSpan(visit, cost, remaining, this.settings.showAccount);
    for (const records of this.#records) records.write(visit, ending, wallMs, cost, chargedUnits, remaining);
  }

  /** What a request goes on to use after its response: its account pays, its record is written already. */
  #chargeLate({ usage, account, plan }: Visit, cpuUs: number): void {
    const charged = cpuUs / usage.probability;
    this.#accounting.ownUs += charged;
    this.store.charge(account, plan, (charged / 1e6) * this.settings.weights.cpuSecond, this.#nowMs());
  }

  /** A child that is started while requests are under way may be one's that does not tell; from then on all of them do. */
  #ownerOfChild(): RequestUsage | undefined {
    if (this.#underWay > 0) this.#attributor.tellAll();
    return this.#attributor.current;
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
    if (!decision.throttled && standings.length > 1) {
      for (const { limit, quota } of standings.slice(1)) this.store.charge(`${account}\n${limit}`, quota, 1, nowMs);
    }
    return decision;
  }

  #cpuAccount(): CpuAccount {
    return this.#accounting.account(this.#children.attributedUs);
  }
}

function figuresOf(visit: Visit, cost: number, remaining: number, showAccount: boolean): UsageHeaderFigures {
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
    ops: opsOf(usage),
    account: showAccount ? visit.account : undefined,
  };
}
