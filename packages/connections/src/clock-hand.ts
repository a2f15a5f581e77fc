import type { ConnectionRows } from './connection-rows.ts';
import { coldWords, rowWords, STATE, STATE_CLOSED, STATE_LIVE, SUCCESSOR } from './layout.ts';
import { lastInstantOf } from './slot-frames.ts';

/** Connections that were closed this long ago are let go. Linux's TIME_WAIT lasts 60 s; this is twice that. */
const keepClosedNs = 120e9;
/** Slots looked at for one to let go, each time a new one is needed. */
const scanSlots = 64;

/** Goes round the slots like the hand of a clock, and points at connections that may be let go. */
export class ClockHand {
  /** Of the connections that `closedLongAgo` looked at and did not return, the one that was idle longest; -1 where none lives. */
  idlest = -1;
  #at = 0;

  /**
   * The slot of a connection that closed long ago, or -1. One whose 4-tuple was used again is over, whatever it looked like.
   *
   * @param used slots ever used
   * @param keep a slot that stays
   */
  closedLongAgo(rows: ConnectionRows, used: number, nowNs: number, keep: number): number {
    const { words, cold } = rows;
    let idlestInstant = Number.POSITIVE_INFINITY;
    this.idlest = -1;
    for (let looked = 0; looked < scanSlots; looked += 1) {
      const slot = this.#at;
      this.#at = slot + 1 >= used ? 0 : slot + 1;
      const state = words[slot * rowWords + STATE];
      if ((state & STATE_LIVE) === 0 || slot === keep) continue;
      const isOver = (state & STATE_CLOSED) !== 0 || cold[slot * coldWords + SUCCESSOR] >= 0;
      const lastInstant = lastInstantOf(rows, slot);
      if (isOver && nowNs - lastInstant > keepClosedNs) return slot;
      if (lastInstant < idlestInstant) {
        idlestInstant = lastInstant;
        this.idlest = slot;
      }
    }
    return -1;
  }
}
