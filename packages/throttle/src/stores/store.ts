import type { Quota } from '../quota/debt-bucket.ts';

/**
 * Where the balances of accounts are kept. Nothing here waits: what is asked is answered from memory. A store that others share keeps a copy of what this process needs, and
 * brings it up to date in the background.
 *
 * Reservations are of this process alone: they bound what requests under way can take before their cost is known.
 */
export interface Store {
  readonly name: string;
  /** Units left, reservations taken off. An account that is not known has all. */
  remaining(account: string, quota: Quota, nowMs: number): number;
  /** Sets units aside for a request that begins. Each needs its `settle`. */
  reserve(account: string, quota: Quota, units: number, nowMs: number): void;
  /** Ends the reservation and charges what the request cost; below zero gives back. */
  settle(account: string, quota: Quota, reserved: number, cost: number, nowMs: number): void;
  /** Charges units without a reservation; below zero gives back. */
  charge(account: string, quota: Quota, units: number, nowMs: number): void;
  /** How many times the average of its routes the account's requests cost lately; undefined as long as none of them was measured. */
  dearness(account: string): number | undefined;
  /** @param averageUs what its route used on average */
  learnDearness(account: string, usedUs: number, averageUs: number): void;
  health(): StoreHealth;
  /** Sends what is pending, as far as that is possible, and stops. */
  close(): Promise<void>;
}

export interface StoreHealth {
  /** `local`: the shared store does not answer, this process decides by what it knows. */
  readonly state: 'ok' | 'local';
  /** Accounts whose balance is kept here. */
  readonly accounts: number;
  /** Accounts that were dropped for lack of room although their quota was not whole; they began anew. */
  readonly evicted: number;
  /** Of a shared store only. */
  readonly shared?: SharedStoreHealth;
}

export interface SharedStoreHealth {
  /** Stretches in which the store did not answer, and how long they took together, the present one included. */
  readonly outages: number;
  readonly outageMs: number;
  /** Units that wait to be charged. */
  readonly pendingUnits: number;
  /**
   * Units that may never be charged there: sent, and the connection failed before an answer, so that nobody knows; or too many accounts waited for the end of an outage.
   * They are not sent again, in favour of the account.
   */
  readonly lostUnits: number;
  readonly lastError?: string;
}
