import type { CpuAccount } from '../meter/cpu-account.ts';
import type { RequestUsage } from '../meter/request-usage.ts';
import type { Ending, Visit } from '../visit.ts';
import type { RecordSink } from './record-sink.ts';
import type { RequestRecord, UnattributedRecord, WindowRecord } from './usage-record.ts';
import { addedTo, mapped } from './window-sum.ts';

const unattributedWindowS = 60;
/** Accounts of one window; when there are more, the window is written early. */
const mostAccounts = 100_000;

/** Makes usage records of settled requests, one each or summed by account and window, and hands them to a sink. */
export class RecordWriter {
  readonly #sink: RecordSink;
  readonly #cpuAccount: () => CpuAccount;
  readonly #timer: NodeJS.Timeout;
  #sums = new Map<string, WindowRecord>();
  #windowStartMs = Date.now();
  #before: CpuAccount;

  /** @param cpuAccount where the CPU time of the process went up to now; a record says so for every window, or every minute. */
  constructor(sink: RecordSink, cpuAccount: () => CpuAccount) {
    this.#sink = sink;
    this.#cpuAccount = cpuAccount;
    this.#before = cpuAccount();
    this.#timer = setInterval(() => this.#endWindow(), (sink.windowS ?? unattributedWindowS) * 1000);
    this.#timer.unref();
  }

  write(visit: Visit, ending: Ending, wallMs: number, cost: number, charged: number, remaining: number): void {
    const record = requestRecord(visit, ending, wallMs, cost, charged, remaining);
    if (this.#sink.windowS === undefined) {
      this.#sink.write(record);
      return;
    }
    this.#sums.set(record.account, addedTo(this.#sums.get(record.account), record));
    if (this.#sums.size >= mostAccounts) this.#endWindow();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#endWindow();
    await this.#sink.close();
  }

  #endWindow(): void {
    const nowMs = Date.now();
    const ending = { instant: new Date(nowMs).toISOString(), windowS: (nowMs - this.#windowStartMs) / 1000 };
    for (const sum of this.#sums.values()) this.#sink.write({ ...sum, ...ending });
    const now = this.#cpuAccount();
    this.#sink.write(unattributedRecord(this.#before, now, ending));
    this.#sums = new Map();
    this.#windowStartMs = nowMs;
    this.#before = now;
  }
}

function requestRecord(
  { usage, account, planName, plan, method, route, decision }: Visit,
  { status, aborted }: Ending,
  wallMs: number,
  cost: number,
  charged: number,
  remaining: number,
): RequestRecord {
  const isMeasured = usage.measured || decision.refused;
  return {
    kind: 'request',
    version: 1,
    instant: new Date().toISOString(),
    account,
    plan: planName,
    method,
    route,
    ...(status === undefined ? {} : { status }),
    cost,
    charged,
    userCpuMs: (isMeasured ? usage.userUs : usage.expectedUs) / 1000,
    systemCpuMs: usage.systemUs / 1000,
    measured: isMeasured,
    childCpuMs: (usage.childUserUs + usage.childSystemUs) / 1000,
    children: usage.children,
    ...ioOf(usage),
    ...(usage.bytesIn === undefined ? {} : { bytesIn: usage.bytesIn }),
    ...(usage.bytesOut === undefined ? {} : { bytesOut: usage.bytesOut }),
    wallMs,
    ...(usage.extra === undefined ? {} : { extra: usage.extra }),
    remaining,
    quotaUnits: plan.units,
    quotaWindowS: plan.windowS,
    throttled: decision.throttled,
    refused: decision.refused,
    warned: decision.warned,
    limit: decision.limit,
    aborted,
  };
}

function ioOf({ io, fileOperations }: RequestUsage): Pick<RequestRecord, 'io'> {
  if (io === undefined) return {};
  const { readCalls, writeCalls, readBytes, writeBytes } = io;
  const whole = { readCalls, writeCalls, readBytes, writeBytes, fileOperations };
  return { io: mapped(whole, Math.round) };
}

function unattributedRecord(
  before: CpuAccount,
  now: CpuAccount,
  window: { readonly instant: string; readonly windowS: number },
): UnattributedRecord {
  const ms = (pick: (account: CpuAccount) => number): number => (pick(now) - pick(before)) / 1000;
  return {
    kind: 'unattributed',
    version: 1,
    ...window,
    totalCpuMs: ms(({ totalUs }) => totalUs),
    attributedCpuMs: ms(({ attributedUs }) => attributedUs),
    threadCpuMs: ms(({ unattributed }) => unattributed.threadUs),
    otherThreadsCpuMs: ms(({ unattributed }) => unattributed.otherThreadsUs),
    childrenCpuMs: ms(({ unattributed }) => unattributed.childrenUs),
  };
}
