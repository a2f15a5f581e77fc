import { throttleError } from '../errors.ts';
import type { IoCounts } from './io-counts.ts';

/** What one request has used up to now. The meter fills it; the application can add to it. */
export class RequestUsage {
  /** CPU time of its callbacks, as far as it was measured. */
  userUs = 0;
  systemUs = 0;
  /** CPU time of the child processes that it started and that have ended. */
  childUserUs = 0;
  childSystemUs = 0;
  children = 0;
  /** Children whose end is not accounted yet. */
  childrenOpen = 0;
  /** Calls and bytes of reading and writing, its own on the main thread and its children's; undefined when they were not counted. */
  io: IoCounts | undefined;
  /** What the pool did with files for it, as far as that was counted. */
  fileOperations = 0;
  bytesIn: number | undefined;
  bytesOut: number | undefined;
  /** With which probability this request was chosen to be measured: 1 always, 0 it was not chosen. */
  probability = 0;
  /** Whether its callbacks know that they are its own. */
  told = false;
  /** What it was thought to use, before it began. */
  readonly expectedUs: number;
  /** Units that the application added, by name. */
  extra: Record<string, number> | undefined;
  extraUnits = 0;
  ended = false;
  /** Called with the CPU time that a request used after it had ended. */
  onLate: ((userUs: number, systemUs: number) => void) | undefined;
  /** Called when something is added to its cost: by the application, or as it starts a child. */
  onAdded: (() => void) | undefined;
  /** Called when the last of its children has been accounted. */
  onChildrenDone: (() => void) | undefined;

  constructor(expectedUs: number) {
    this.expectedUs = expectedUs;
  }

  /**
   * Adds a cost that only the application knows, in units: `request.cost.add('database', 12.5)`.
   * @throws CodedError `THROTTLE_COST_INVALID` when the units are negative or not finite.
   */
  add(name: string, units: number): void {
    if (!(units >= 0 && units < Number.POSITIVE_INFINITY)) throw throttleError('THROTTLE_COST_INVALID', name, units);
    this.extra ??= {};
    this.extra[name] = (this.extra[name] ?? 0) + units;
    this.extraUnits += units;
    this.onAdded?.();
  }

  /** It has started a child process. */
  addChild(): void {
    this.children += 1;
    this.childrenOpen += 1;
    this.onAdded?.();
  }

  get measured(): boolean {
    return this.probability > 0;
  }

  get childUs(): number {
    return this.childUserUs + this.childSystemUs;
  }

  /** The best that is known of this request: what was measured, or else what was expected. */
  get cpuUs(): number {
    return this.measured ? this.userUs + this.systemUs : this.expectedUs;
  }

  /**
   * The CPU time to charge. A request that was not chosen is charged what was expected; one that was chosen is charged the error of that expectation as well, as many times as
   * there are requests like it that nobody looked at. So an account is charged what it used, on average, however wrong the expectations are
   * (the difference estimator of survey sampling). A charge can be below zero: then the expectation was too high.
   */
  get chargedUs(): number {
    if (!this.measured) return this.expectedUs;
    return this.expectedUs + (this.userUs + this.systemUs - this.expectedUs) / this.probability;
  }
}
