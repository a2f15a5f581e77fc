import type { Attributor } from './meter/attributor.ts';
import type { CpuAccount, CpuAccounting } from './meter/cpu-account.ts';
import { UnattributedShare } from './meter/unattributed-share.ts';
import { unitsOf } from './meter/weights.ts';
import { tellSpan } from './observability/active-span.ts';
import { CostHistogram } from './observability/cost-histogram.ts';
import type { Settings } from './options.ts';
import { RecordWriter } from './records/record-writer.ts';
import type { Store } from './stores/store.ts';
import type { Ending, Visit } from './visit.ts';

/** Charges requests that have ended with what they cost, has their routes and accounts learn from it, and writes their records. */
export class Settlement {
  readonly costs = new CostHistogram();
  /** Whether a request that is not measured can be charged on entry: nobody wants a record of it, and nothing counts that is known only at its end. */
  readonly prepays: boolean;
  readonly #settings: Settings<never>;
  readonly #store: Store;
  readonly #attributor: Attributor;
  readonly #accounting: CpuAccounting;
  readonly #nowMs: () => number;
  readonly #records: readonly RecordWriter[];
  readonly #share: UnattributedShare | undefined;

  /** @param cpuAccount where the CPU time of the process went up to now */
  constructor(
    settings: Settings<never>,
    store: Store,
    attributor: Attributor,
    accounting: CpuAccounting,
    cpuAccount: () => CpuAccount,
    nowMs: () => number,
  ) {
    this.#settings = settings;
    this.#store = store;
    this.#attributor = attributor;
    this.#accounting = accounting;
    this.#nowMs = nowMs;
    this.#records = settings.records.map((sink) => new RecordWriter(sink, cpuAccount));
    if (settings.shareUnattributed === true) this.#share = new UnattributedShare(cpuAccount, nowMs());
    const { wallSecond, megabyteIn, megabyteOut } = settings.weights;
    const isKnownOnEntry = wallSecond === 0 && megabyteIn === 0 && megabyteOut === 0;
    this.prepays = isKnownOnEntry && this.#records.length === 0 && this.#share === undefined;
  }

  /** By how much charges are raised to share out what belongs to no request. */
  get unattributedFactor(): number {
    return this.#share?.factor ?? 1;
  }

  /** A request that was refused cost nothing; it has its record all the same. */
  refused(visit: Visit, ending: Ending): void {
    for (const records of this.#records) records.write(visit, ending, 0, 0, 0, visit.decision.remaining);
  }

  /** What a request costs that uses what was expected of it, as far as that is known on entry. */
  expectedUnits(expectedUs: number): number {
    const { cpuSecond, request } = this.#settings.weights;
    return (expectedUs / 1e6) * cpuSecond + request;
  }

  /** Charges a request that is not measured with what is expected of it, as it comes: to wait for its end and settle a reservation took 0.6 µs of 1.6. */
  prepay(visit: Visit): void {
    const { usage, client, average } = visit;
    const { expectedUs } = usage;
    const cost = this.expectedUnits(expectedUs);
    this.#store.charge(client.account, client.plan, cost, visit.startMs);
    this.#accounting.ownUs += expectedUs;
    this.costs.add(cost);
    average.learnUnits(cost);
    visit.prepaid = true;
    visit.reserved = cost;
    usage.onAdded = () => this.#chargeMore(visit);
    usage.onChildrenDone = usage.onAdded;
  }

  /** What is added to a prepaid request is charged when that happens: by the application, or by children as they end. */
  #chargeMore(visit: Visit): void {
    const { usage, account, plan, average, reserved } = visit;
    if (usage.children > 0) average.startsChildren = true;
    const cost = unitsOf(usage, usage.expectedUs, 0, this.#settings.weights);
    this.#store.charge(account, plan, cost - reserved, this.#nowMs());
    this.costs.replace(reserved, cost);
    average.correctUnits(cost - reserved);
    visit.reserved = cost;
  }

  settle(visit: Visit, ending: Ending, endMs: number): void {
    const { usage, account, plan, average, reserved } = visit;
    const { weights } = this.#settings;
    const wallMs = endMs - visit.startMs;
    const cost = unitsOf(usage, usage.cpuUs, wallMs, weights);
    const chargedUs = usage.chargedUs;
    const factor = this.#share?.at(endMs) ?? 1;
    const ownUnits = usage.measured && usage.probability < 1 ? unitsOf(usage, chargedUs, wallMs, weights) : cost;
    const chargedUnits =
      factor === 1 ? ownUnits : ownUnits + ((factor - 1) * (chargedUs + usage.childUs) * weights.cpuSecond) / 1e6;
    this.#store.settle(account, plan, reserved, chargedUnits, endMs);
    this.#accounting.ownUs += chargedUs;
    this.costs.add(cost);
    average.learnUnits(cost);
    if (usage.children > 0) average.startsChildren = true;
    if (usage.measured) this.#learn(visit);
    usage.onChildrenDone = undefined;
    if (this.#records.length === 0 && visit.span === undefined) return;
    const remaining = this.#store.remaining(account, plan, endMs);
    tellSpan(visit, cost, remaining, this.#settings.showAccount);
    for (const records of this.#records) records.write(visit, ending, wallMs, cost, chargedUnits, remaining);
  }

  async close(): Promise<void> {
    for (const records of this.#records) await records.close();
  }

  /** What a measured request used says what to expect of the next ones; and it may go on using some. */
  #learn(visit: Visit): void {
    const { usage, account, average } = visit;
    const { cpuUs } = usage;
    this.#attributor.learn(() => {
      if (average.cpuUs > 0) this.#store.learnDearness(account, cpuUs, average.cpuUs);
      average.learnCpu(cpuUs, usage.probability);
    });
    usage.onLate = (userUs, systemUs) => this.#chargeLate(visit, userUs + systemUs);
  }

  /** What a request goes on to use after its response: its account pays, its record is written already. */
  #chargeLate({ usage, account, plan }: Visit, cpuUs: number): void {
    const charged = cpuUs / usage.probability;
    this.#accounting.ownUs += charged;
    this.#store.charge(account, plan, (charged / 1e6) * this.#settings.weights.cpuSecond, this.#nowMs());
  }
}
