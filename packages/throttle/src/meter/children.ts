import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { errorMonitor } from 'node:events';
import { performance } from 'node:perf_hooks';
import { type ChildTimes, readChildTimes } from './child-times.ts';
import { addIo, type IoCounts, noIo } from './io-counts.ts';
import type { RequestUsage } from './request-usage.ts';

interface Running {
  readonly usage: RequestUsage | undefined;
  readonly startMs: number;
}

interface Ended extends Running {
  readonly endMs: number;
}

/**
 * Charges child processes to the request that started them. Node.js tells no figures of a child, and once it has ended `/proc/PID` is gone; but the kernel adds what it (and its
 * own waited-for children) used to our `cutime` and `cstime` when libuv reaps it, just before `exit` is emitted. So the difference since the last time is
 * what ended meanwhile. Children that are reaped together share it by how long they ran.
 *
 * What is not seen: children that are still running, grandchildren that nobody waits for, and platforms without `/proc`. A child that was started synchronously
 * (`execFileSync`) while no other ran is left to the unattributed; beside others it is charged to the next of them that ends.
 */
export class Children {
  readonly #owner: () => RequestUsage | undefined;
  readonly #read: () => ChildTimes | undefined;
  readonly #readIo: () => IoCounts | undefined;
  readonly #subscription = (message: unknown) => this.#started((message as { readonly process: ChildProcess }).process);
  #ended: Ended[] = [];
  #before: ChildTimes = { userUs: 0, systemUs: 0 };
  #ioBefore: IoCounts | undefined;
  #open = 0;
  /** CPU time of all children that were charged to a request. */
  attributedUs = 0;

  /**
   * @param owner whose work runs at the moment
   * @param readIo what children have read and written so far; without it that is not counted
   */
  constructor(
    owner: () => RequestUsage | undefined,
    read: () => ChildTimes | undefined = readChildTimes,
    readIo: () => IoCounts | undefined = () => undefined,
  ) {
    this.#owner = owner;
    this.#read = read;
    this.#readIo = readIo;
    subscribe('child_process', this.#subscription);
  }

  close(): void {
    unsubscribe('child_process', this.#subscription);
  }

  #started(child: ChildProcess): void {
    if (this.#open === 0) {
      this.#before = this.#read() ?? this.#before;
      this.#ioBefore = this.#readIo();
    }
    this.#open += 1;
    const running = { usage: this.#owner(), startMs: performance.now() };
    running.usage?.addChild();
    let over = false;
    const end = (): void => {
      if (over) return;
      over = true;
      // Those that were reaped together are emitted one after the other, before any immediate.
      if (this.#ended.length === 0) setImmediate(() => this.#account());
      this.#ended.push({ ...running, endMs: performance.now() });
    };
    child.once('exit', end);
    // A child that could not be started has no exit. (The types of ChildProcess leave the symbol out.)
    child.once(errorMonitor as unknown as 'error', () => {
      if (child.pid === undefined) end();
    });
  }

  #account(): void {
    const ended = this.#ended;
    this.#ended = [];
    this.#open -= ended.length;
    const now = this.#read() ?? this.#before;
    const userUs = now.userUs - this.#before.userUs;
    const systemUs = now.systemUs - this.#before.systemUs;
    this.#before = now;
    const ioBefore = this.#ioBefore;
    this.#ioBefore = this.#readIo();
    const wholeMs = ended.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    for (const { usage, startMs, endMs } of ended) {
      if (usage === undefined) continue;
      const share = wholeMs > 0 ? (endMs - startMs) / wholeMs : 1 / ended.length;
      usage.childUserUs += userUs * share;
      usage.childSystemUs += systemUs * share;
      this.attributedUs += (userUs + systemUs) * share;
      if (ioBefore !== undefined && this.#ioBefore !== undefined) {
        usage.io ??= noIo();
        addIo(usage.io, ioBefore, this.#ioBefore, share);
      }
      usage.childrenOpen -= 1;
      if (usage.childrenOpen === 0) usage.onChildrenDone?.();
    }
  }
}
