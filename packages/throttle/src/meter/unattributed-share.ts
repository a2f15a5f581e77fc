import type { CpuAccount } from './cpu-account.ts';

const everyMs = 1000;
/** Of a process that does next to nothing for requests, not all it does is laid on them. */
const most = 4;

/**
 * By how much charges are raised so that what belongs to no request is paid by all, in proportion to what they use: total CPU time over attributed, of about the last ten
 * seconds.
 */
export class UnattributedShare {
  readonly #account: () => CpuAccount;
  #before: CpuAccount;
  #atMs: number;
  #totalUs = 0;
  #attributedUs = 0;
  factor = 1;

  constructor(account: () => CpuAccount, nowMs: number) {
    this.#account = account;
    this.#before = account();
    this.#atMs = nowMs;
  }

  at(nowMs: number): number {
    if (nowMs - this.#atMs >= everyMs) this.#renew(nowMs);
    return this.factor;
  }

  #renew(nowMs: number): void {
    const now = this.#account();
    this.#totalUs = this.#totalUs * 0.9 + now.totalUs - this.#before.totalUs;
    this.#attributedUs = this.#attributedUs * 0.9 + now.attributedUs - this.#before.attributedUs;
    this.#before = now;
    this.#atMs = nowMs;
    this.factor = this.#attributedUs <= 0 ? 1 : Math.min(most, Math.max(1, this.#totalUs / this.#attributedUs));
  }
}
