import { fullAfterS, type Quota, remainingAt } from '../quota/debt-bucket.ts';

/** Slots looked at for one that can be reused, at each account that comes new. */
const looked = 8;

/** An account's dearness is that of its last sixteen or so measured requests: at each one, the earlier ones count so much less. */
const fading = 15 / 16;

/**
 * Balances in columns: a million accounts as objects would take twice the memory. An account whose quota is whole again is like one that was never seen,
 * so its slot is used for the next; memory follows the accounts that are active. At most `mostAccounts` are kept: beyond, of some that are looked at the one that is whole soonest
 * is dropped.
 */
export class Buckets {
  readonly #mostAccounts: number;
  readonly #slots = new Map<string, number>();
  readonly #accounts: (string | undefined)[] = [];
  #remaining = new Float64Array(0);
  #atMs = new Float64Array(0);
  #wholeAtMs = new Float64Array(0);
  #reserved = new Float64Array(0);
  /** What its measured requests used, and what their routes' averages were: sums of each, as a mean of quotients is carried away by a small average. */
  #usedUs = new Float32Array(0);
  #averageUs = new Float32Array(0);
  /** Requests under way: an account with some is not dropped. */
  #open = new Uint32Array(0);
  #hand = 0;
  /** The account that was asked for last, and its slot, if it has one: a request asks several times for its own. */
  #newest: string | undefined;
  #newestSlot: number | undefined;
  evicted = 0;

  constructor(mostAccounts: number) {
    this.#mostAccounts = mostAccounts;
  }

  get size(): number {
    return this.#slots.size;
  }

  has(account: string): boolean {
    return this.#slotOf(account) !== undefined;
  }

  /** Units left of the bucket itself, reservations not taken off. */
  balance(account: string, quota: Quota, nowMs: number): number {
    const slot = this.#slotOf(account);
    return slot === undefined ? quota.units : this.#left(slot, quota, nowMs);
  }

  available(account: string, quota: Quota, nowMs: number): number {
    const slot = this.#slotOf(account);
    return slot === undefined ? quota.units : this.#left(slot, quota, nowMs) - at(this.#reserved, slot);
  }

  reserve(account: string, quota: Quota, units: number, nowMs: number): void {
    const slot = this.#slotFor(account, quota, nowMs);
    this.#reserved[slot] = at(this.#reserved, slot) + units;
    this.#open[slot] = at(this.#open, slot) + 1;
  }

  settle(account: string, quota: Quota, reserved: number, cost: number, nowMs: number): void {
    const slot = this.#slotFor(account, quota, nowMs);
    const open = Math.max(0, at(this.#open, slot) - 1);
    this.#open[slot] = open;
    // With nothing under way nothing is reserved: sums of decimals leave a remainder.
    this.#reserved[slot] = open === 0 ? 0 : at(this.#reserved, slot) - reserved;
    this.#charge(slot, quota, cost, nowMs);
  }

  charge(account: string, quota: Quota, units: number, nowMs: number): void {
    this.#charge(this.#slotFor(account, quota, nowMs), quota, units, nowMs);
  }

  /** Takes over a balance from elsewhere. */
  put(account: string, quota: Quota, remaining: number, nowMs: number): void {
    this.#put(this.#slotFor(account, quota, nowMs), quota, Math.min(quota.units, remaining), nowMs);
  }

  dearness(account: string): number | undefined {
    const slot = this.#slotOf(account);
    const averageUs = slot === undefined ? 0 : at(this.#averageUs, slot);
    return averageUs === 0 ? undefined : at(this.#usedUs, slot as number) / averageUs;
  }

  learnDearness(account: string, usedUs: number, averageUs: number): void {
    const slot = this.#slotOf(account);
    if (slot === undefined) return;
    this.#usedUs[slot] = at(this.#usedUs, slot) * fading + usedUs;
    this.#averageUs[slot] = at(this.#averageUs, slot) * fading + averageUs;
  }

  #charge(slot: number, quota: Quota, units: number, nowMs: number): void {
    this.#put(slot, quota, Math.min(quota.units, this.#left(slot, quota, nowMs) - units), nowMs);
  }

  #left(slot: number, quota: Quota, nowMs: number): number {
    return remainingAt({ remaining: at(this.#remaining, slot), atMs: at(this.#atMs, slot) }, quota, nowMs);
  }

  #put(slot: number, quota: Quota, remaining: number, nowMs: number): void {
    const atMs = Math.max(at(this.#atMs, slot), nowMs);
    this.#remaining[slot] = remaining;
    this.#atMs[slot] = atMs;
    this.#wholeAtMs[slot] = atMs + fullAfterS(remaining, quota) * 1000;
  }

  #slotOf(account: string): number | undefined {
    if (account === this.#newest) return this.#newestSlot;
    const slot = this.#slots.get(account);
    this.#newest = account;
    this.#newestSlot = slot;
    return slot;
  }

  #slotFor(account: string, quota: Quota, nowMs: number): number {
    const known = this.#slotOf(account);
    if (known !== undefined) return known;
    const slot = this.#freeSlot(nowMs);
    this.#slots.set(account, slot);
    this.#newestSlot = slot;
    this.#accounts[slot] = account;
    this.#remaining[slot] = quota.units;
    this.#atMs[slot] = nowMs;
    this.#wholeAtMs[slot] = nowMs;
    this.#reserved[slot] = 0;
    this.#open[slot] = 0;
    this.#usedUs[slot] = 0;
    this.#averageUs[slot] = 0;
    return slot;
  }

  #freeSlot(nowMs: number): number {
    const count = this.#accounts.length;
    let wholeFirst = -1;
    for (let look = 0; look < Math.min(looked, count); look++) {
      this.#hand = (this.#hand + 1) % count;
      const slot = this.#hand;
      if (at(this.#open, slot) > 0) continue;
      if (wholeFirst === -1 || at(this.#wholeAtMs, slot) < at(this.#wholeAtMs, wholeFirst)) wholeFirst = slot;
    }
    const isWhole = wholeFirst !== -1 && at(this.#wholeAtMs, wholeFirst) <= nowMs;
    // Where all that were looked at have requests under way, there is one more account than allowed.
    if (wholeFirst === -1 || (!isWhole && count < this.#mostAccounts)) return this.#newSlot();
    if (!isWhole) this.evicted += 1;
    this.#slots.delete(this.#accounts[wholeFirst] as string);
    return wholeFirst;
  }

  #newSlot(): number {
    const slot = this.#accounts.length;
    this.#accounts.push(undefined);
    if (slot >= this.#remaining.length) this.#grow(Math.max(64, slot * 2));
    return slot;
  }

  #grow(length: number): void {
    this.#remaining = grown(this.#remaining, new Float64Array(length));
    this.#atMs = grown(this.#atMs, new Float64Array(length));
    this.#wholeAtMs = grown(this.#wholeAtMs, new Float64Array(length));
    this.#reserved = grown(this.#reserved, new Float64Array(length));
    this.#usedUs = grown(this.#usedUs, new Float32Array(length));
    this.#averageUs = grown(this.#averageUs, new Float32Array(length));
    this.#open = grown(this.#open, new Uint32Array(length));
  }
}

type Column = Float64Array | Float32Array | Uint32Array;

function grown<Kind extends Column>(from: Kind, to: Kind): Kind {
  to.set(from);
  return to;
}

function at(column: Column, slot: number): number {
  return column[slot] as number;
}
