import { performance } from 'node:perf_hooks';
import { Admission } from './admission.ts';
import { ExpectedHeaders } from './headers/expected-headers.ts';
import { type HeaderLines, headersOfLines } from './headers/header-lines.ts';
import { rateLimitHeaders } from './headers/rate-limit-headers.ts';
import { type Refusal, refusalOf } from './headers/refusal.ts';
import { opsOf, type UsageHeaderFigures, usageHeaders } from './headers/usage-headers.ts';
import { Attributor } from './meter/attributor.ts';
import { readChildIo } from './meter/child-io.ts';
import { readChildTimes } from './meter/child-times.ts';
import { Children } from './meter/children.ts';
import { type ChosenAttribution, chooseAttribution } from './meter/choose-attribution.ts';
import { type CpuAccount, CpuAccounting } from './meter/cpu-account.ts';
import type { RequestUsage } from './meter/request-usage.ts';
import { ThreadIo } from './meter/thread-io.ts';
import { unitsOf } from './meter/weights.ts';
import { tellSpan } from './observability/active-span.ts';
import { type Settings, settingsOf, type ThrottleOptions } from './options.ts';
import { Settlement } from './settlement.ts';
import { MemoryStore } from './stores/memory-store.ts';
import type { Store } from './stores/store.ts';
import type { ThrottleReport } from './throttle-report.ts';
import type { Arrival, Ending, Visit } from './visit.ts';

/**
 * Measures requests, keeps the accounts' quotas, and decides. It knows no framework: the adapters call `enter` when a request comes, `run` for its handler, `headersOf` when the
 * response begins and `leave` when it has ended.
 */
export class Throttle<Request> {
  readonly settings: Settings<Request>;
  readonly attribution: ChosenAttribution;
  readonly store: Store;
  /** Whether anybody wants to know the bytes of requests. */
  readonly countsBytes: boolean;
  readonly #attributor: Attributor;
  readonly #children: Children;
  readonly #accounting = new CpuAccounting();
  readonly #admission: Admission<Request>;
  readonly #settlement: Settlement;
  readonly #expectedHeaders: ExpectedHeaders;
  readonly #nowMs: () => number;

  /**
   * @param attribution instead of what the option `attributor` and the clocks of this machine make of it
   * @throws CodedError `THROTTLE_OPTION_INVALID`
   */
  constructor(options: ThrottleOptions<Request> = {}, attribution?: ChosenAttribution) {
    const settings = settingsOf(options);
    this.settings = settings;
    this.attribution = attribution ?? chooseAttribution(settings.attributor);
    this.store = options.store ?? new MemoryStore();
    const { megabyteIn, megabyteOut } = settings.weights;
    this.countsBytes = settings.records.length > 0 || megabyteIn > 0 || megabyteOut > 0;
    const threadIo = settings.io ? ThreadIo.open() : undefined;
    const attributor = new Attributor(this.attribution, options.random ?? Math.random, threadIo);
    this.#attributor = attributor;
    const childIo = settings.io ? () => attributor.unseen(readChildIo) : undefined;
    this.#children = new Children(() => this.#ownerOfChild(), readChildTimes, childIo);
    this.#nowMs = options.nowMs ?? (() => performance.now());
    const cpuAccount = () => this.#cpuAccount();
    this.#settlement = new Settlement(settings, this.store, attributor, this.#accounting, cpuAccount, this.#nowMs);
    this.#expectedHeaders = new ExpectedHeaders((us) => this.#settlement.expectedUnits(us));
    this.#admission = new Admission(settings, this.store, attributor, this.#settlement);
  }

  /** Takes a request in: who asks, what is left, what is decided. Each `enter` needs its `leave`, unless the visit is prepaid. */
  enter(arrival: Arrival<Request>): Visit {
    return this.#admission.admit(arrival, this.#nowMs());
  }

  /** Runs the handler, and everything it starts, in the name of the request. */
  run<T>({ usage }: Visit, work: () => T): T {
    return this.#attributor.run(usage, work);
  }

  /** Whether it matters in whose name things run that this request starts. */
  tells({ usage }: Visit): boolean {
    return usage.told;
  }

  /** The headers for the response, with the cost so far. */
  headersOf(visit: Visit): Record<string, string> {
    return headersOfLines(this.headerLinesOf(visit));
  }

  /** The same as they stand in the head of HTTP/1. */
  headerLinesOf(visit: Visit): HeaderLines {
    const { usageHeaders: isUsageShown, rateLimitHeaders: isRateLimitShown, showAccount } = this.settings;
    const { client, decision, span } = visit;
    const withUsage = isUsageShown !== false;
    const withRateLimit = client.enforced && isRateLimitShown !== false;
    if (!withUsage && !withRateLimit && span === undefined) return '';
    let remaining: number;
    let lines = '';
    if (withUsage && !showAccount && isAsExpected(visit)) {
      // As its charge left it, which spares the clock and the store. It is not throttled, so the decision is by the quota of usage.
      remaining = decision.remaining - visit.reserved;
      lines = this.#expectedHeaders.of(visit.usage.expectedUs, remaining);
    } else {
      const nowMs = this.#nowMs();
      const cost = decision.refused ? 0 : this.#costAt(visit, nowMs);
      remaining = this.store.remaining(client.account, client.plan, nowMs) + visit.reserved - cost;
      if (span !== undefined) tellSpan(visit, cost, remaining, showAccount);
      if (withUsage) lines = usageHeaders(figuresOf(visit, cost, remaining, showAccount));
    }
    if (!withRateLimit) return lines;
    return lines + rateLimitHeaders(decision, decision.limit === 'usage' ? remaining : decision.remaining);
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
    const { usage } = visit;
    const endMs = this.#nowMs();
    this.#attributor.end(usage);
    if (visit.decision.refused) this.#settlement.refused(visit, ending);
    else if (visit.prepaid) return;
    else if (usage.childrenOpen === 0) this.#settlement.settle(visit, ending, endMs);
    else usage.onChildrenDone = () => this.#settlement.settle(visit, ending, endMs);
  }

  report(): ThrottleReport {
    const { requests, throttled, refused } = this.#admission;
    const { costs, unattributedFactor } = this.#settlement;
    return {
      attribution: this.attribution.says,
      cpu: this.#cpuAccount(),
      requests,
      throttled,
      refused,
      costs: { counts: [...costs.counts], sum: costs.sum },
      unattributedFactor,
      recordsDropped: this.settings.records.reduce((sum, { dropped = 0 }) => sum + dropped, 0),
      store: this.store.health(),
    };
  }

  /** Writes what is not written yet and lets go of everything. */
  async close(): Promise<void> {
    this.#children.close();
    this.#attributor.close();
    await this.#settlement.close();
    await this.store.close();
  }

  #costAt({ usage, startMs }: Visit, nowMs: number): number {
    this.#attributor.flush(usage);
    return unitsOf(usage, usage.cpuUs, nowMs - startMs, this.settings.weights);
  }

  /** A child of nobody may be that of a request whose callbacks don't know whose they are. */
  #ownerOfChild(): RequestUsage | undefined {
    const owner = this.#attributor.current;
    if (owner === undefined && this.#admission.requests > 0) this.#attributor.tellMore();
    return owner;
  }

  #cpuAccount(): CpuAccount {
    return this.#accounting.account(this.#children.attributedUs);
  }
}

/** Whether a request cost what was expected, and nothing more is to be said of it. */
function isAsExpected({ prepaid, usage, decision }: Visit): boolean {
  return prepaid && usage.children === 0 && usage.extraUnits === 0 && !decision.throttled && !decision.warned;
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
