/** One place where the input could not be read as it should. What lies around it was read. */
export interface Damage {
  /** Offset in the (decompressed) capture of the record that is damaged; absent for captures as text. */
  readonly offsetBytes?: number;
  /** Line in a text, from 1. */
  readonly line?: number;
  /** Frame concerned, if it has a number. */
  readonly frame?: number;
  readonly reason: string;
}

/** How many places are kept one by one; the rest are counted. Hostile input must not grow the report without bound. */
const kept = 50;

/** Collects damage in bounded memory. */
export class DamageReport {
  readonly places: Damage[] = [];
  /** Places found, kept or not. */
  count = 0;

  add(damage: Damage): void {
    this.count += 1;
    if (this.places.length < kept) this.places.push(damage);
  }
}
