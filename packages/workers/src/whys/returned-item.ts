import type { ReturnedItem } from '../queue/queue-reading.ts';
import { counted } from './phrases.ts';
import type { Sighted } from './sighted.ts';
import type { Trouble } from './trouble.ts';

/** What the queue tells of whether one item was with each worker that died. */
export interface ReturnedWithDeaths {
  /** It came back as often as they died, but for the last of them perhaps: whoever took it last may still count as its holder. */
  readonly eachTime: boolean;
  readonly returned: ReturnedItem;
  /** So many had died when that was read. */
  readonly deaths: number;
  readonly sighted: Sighted;
}

/** Of fewer deaths it is no wonder that one item was with each. */
const leastDeaths = 3;

/** The reading in which an item had come back most often, as against the deaths until then; undefined where the queue doesn't tell, or too few had died when it did. */
export function returnedWithDeaths({ passings, queue }: Trouble): ReturnedWithDeaths | undefined {
  const told = queue.flatMap((sighted): readonly ReturnedWithDeaths[] => {
    const returned = 'figures' in sighted.event ? sighted.event.figures.returned : undefined;
    if (typeof returned?.times !== 'number') return [];
    const deaths = passings.filter((passing) => passing.sighted.atMs <= sighted.atMs).length;
    if (deaths < leastDeaths) return [];
    return [{ eachTime: returned.item !== undefined && returned.times >= deaths - 1, returned, deaths, sighted }];
  });
  return told.find(({ eachTime }) => eachTime) ?? told.toSorted((a, b) => b.returned.times - a.returned.times)[0];
}

/** It in a sentence. */
export function returnedText({ returned: { item, times }, deaths }: ReturnedWithDeaths): string {
  const died = `while ${counted(deaths, 'worker')} died`;
  if (item === undefined) return `no item of the queue came back ${died}`;
  return `item ${item} of the queue came back ${times === 1 ? 'once' : `${times} times`} ${died}`;
}
