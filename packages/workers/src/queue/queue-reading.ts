/** How often an item was taken back from somebody who did not finish it; 0 times, without an item, when none was. */
export interface ReturnedItem {
  readonly item?: string;
  readonly times: number;
}

/** The one that came back most often. */
export function mostReturned(items: readonly Required<ReturnedItem>[]): ReturnedItem {
  return items.reduce<ReturnedItem>((most, one) => (one.times > most.times ? one : most), { times: 0 });
}

/** What a broker said of a queue at one moment. What it doesn't say, or can't, is missing: unknown is not 0. */
export interface QueueReading {
  /** How far it lags behind, in whatever unit: by its trend it is told whether it grows. */
  readonly lag?: number;
  /** Items that could be worked on and are not. */
  readonly waiting?: number;
  /** Age of the oldest of them; 0 when nothing waits. */
  readonly oldestMs?: number;
  /** Items that somebody holds. */
  readonly active?: number;
  /** Items that ever came: a counter, of which only the growth says something. */
  readonly arrivedTotal?: number;
  /** Items that ever were done with, likewise. */
  readonly completedTotal?: number;
  /** The item that came back most often because whoever held it was gone before it was done. */
  readonly returned?: ReturnedItem;
  /** Who is there to work on them. */
  readonly consumers?: number;
}
