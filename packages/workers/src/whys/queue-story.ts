import type { Why } from '@fivewhys/evidence';
import type { QueueFigures } from '../decisions/queue-figures.ts';
import { clockText, listed, spanText } from './phrases.ts';
import { seen } from './seen.ts';
import { type EventOf, eventsOf, type Sighted } from './sighted.ts';

/** What is told of a queue. */
export type QueueEvent = EventOf<'queue-lag' | 'queue-figures' | 'queue-alarm' | 'queue-unreadable'>;

/** Figures of a queue, and where they stand. */
interface SightedFigures {
  readonly sighted: Sighted;
  readonly figures: QueueFigures;
}

const mostReadings = 4;
/** Below this share of what it was, what is completed has fallen; above, it holds. */
const fallenShare = 0.8;

/** The events that tell of a queue. */
export function queueEventsOf(events: readonly Sighted[]): readonly Sighted<QueueEvent>[] {
  return events.filter((one): one is Sighted<QueueEvent> => one.event.event.startsWith('queue-'));
}

/** Whether something is wrong with it: an alarm, a lag that grows, or that it can't be read. */
export function isInTrouble(queue: readonly Sighted<QueueEvent>[]): boolean {
  return isBehind(queue) || unreadableIn(queue).length > 0;
}

/** Whether it fell behind. */
export function isBehind(queue: readonly Sighted<QueueEvent>[]): boolean {
  return alarmsOf(queue).length > 0 || eventsOf(queue, 'queue-lag').some(({ event }) => event.trend === 'grows');
}

/** Where it could not be read. */
export function unreadableIn(queue: readonly Sighted<QueueEvent>[]): readonly Sighted<QueueEvent>[] {
  return queue.filter(
    ({ event }) => event.event === 'queue-unreadable' || (event.event === 'queue-lag' && event.trend === 'unknown'),
  );
}

/** It is said that a queue can't be read when a reading has failed; since when that was so is known to the one before it. */
const betweenReadingsMs = 30_000;

/** Whether it could not be read at a moment: from the reading that failed on, and the one before, until figures were told again. */
export function isUnreadableAt(queue: readonly Sighted<QueueEvent>[], atMs: number): boolean {
  return eventsOf(queue, 'queue-unreadable').some((unread) => {
    const back = eventsOf(queue, 'queue-figures').find((figures) => figures.atMs > unread.atMs);
    return atMs >= unread.atMs - betweenReadingsMs && atMs <= (back?.atMs ?? Number.POSITIVE_INFINITY);
  });
}

/** The alarms that began. */
export function alarmsOf(queue: readonly Sighted<QueueEvent>[]): readonly Sighted<EventOf<'queue-alarm'>>[] {
  return eventsOf(queue, 'queue-alarm').filter(({ event }) => event.state === 'begun');
}

/** From what people notice down to what is done of the work: how old the oldest item is, what is completed, who holds items. */
export function queueWhys(
  kind: string,
  queue: readonly Sighted<QueueEvent>[],
  sinceMs: number | undefined,
): readonly Why[] {
  if (!isBehind(queue)) return [];
  return [...ageWhys(kind, queue), ...rateWhys(queue, sinceMs), ...holdingWhys(queue), ...trendWhys(kind, queue)];
}

/** The age of the oldest item at its worst; undefined where no figure tells it. */
export function worstAge(
  queue: readonly Sighted<QueueEvent>[],
): { readonly oldestMs: number; readonly sighted: Sighted } | undefined {
  const told = figuresOf(queue).flatMap(({ sighted, figures }) =>
    isNumber(figures.oldestMs) ? [{ oldestMs: figures.oldestMs, sighted }] : [],
  );
  return told.toSorted((a, b) => b.oldestMs - a.oldestMs)[0];
}

/**
 * What was completed and what arrived in a second, usually before a moment (the median) and at the worst after it.
 *
 * @param sinceMs the first death; undefined: the first alarm
 */
export function ratesOf(queue: readonly Sighted<QueueEvent>[], sinceMs: number | undefined) {
  const told = figuresOf(queue).filter(
    ({ figures }) => isNumber(figures.completedPerS) && isNumber(figures.arrivedPerS),
  );
  const cutMs = sinceMs ?? alarmsOf(queue)[0]?.atMs ?? Number.POSITIVE_INFINITY;
  const ofBefore = told.filter(({ sighted }) => sighted.atMs < cutMs).toSorted(byCompleted);
  const before = ofBefore[Math.floor(ofBefore.length / 2)];
  const worst = told.filter(({ sighted }) => sighted.atMs >= cutMs).toSorted(byCompleted)[0];
  const completedBefore = before?.figures.completedPerS;
  const completed = worst?.figures.completedPerS;
  const hasFallen =
    completedBefore !== undefined && completed !== undefined && completed < completedBefore * fallenShare;
  return { before, worst, hasFallen };
}

function ageWhys(kind: string, queue: readonly Sighted<QueueEvent>[]): readonly Why[] {
  const worst = worstAge(queue);
  if (worst === undefined || worst.oldestMs === 0) return [];
  const alarm = alarmsOf(queue).findLast(({ event, atMs }) => event.alarm === 'age' && atMs <= worst.sighted.atMs);
  const limit = alarm?.event.oldestWithinMs;
  const rule = limit === undefined ? '' : `, and was to stay below ${spanText(limit)}`;
  return [
    {
      claim: `What is queued for ${kind} is late: the oldest waiting item was ${spanText(worst.oldestMs)} old${rule}`,
      evidence: seen(
        alarm === undefined ? [worst.sighted] : [worst.sighted, alarm],
        `read at ${clockText(worst.sighted.atMs)}`,
      ),
    },
  ];
}

function rateWhys(queue: readonly Sighted<QueueEvent>[], sinceMs: number | undefined): readonly Why[] {
  const { before, worst, hasFallen } = ratesOf(queue, sinceMs);
  if (worst === undefined) return [];
  const { completedPerS = 0, arrivedPerS = 0, waiting } = worst.figures;
  const isShort = completedPerS < arrivedPerS;
  if (!isShort && !hasFallen) return [];
  const was = before?.figures.completedPerS ?? 0;
  const claim = hasFallen
    ? `Completions fell from ${rateText(was)} to ${rateText(completedPerS)}${was > 0 && completedPerS > 0 ? `, to ${percent(completedPerS / was)}` : ''}`
    : `Less was completed than arrived: ${rateText(completedPerS)} against ${rateText(arrivedPerS)}`;
  const detail = `${rateText(arrivedPerS)} arrived${waiting === undefined ? '' : `, ${waiting} waiting`}, at ${clockText(worst.sighted.atMs)}`;
  const sightings = before === undefined || !hasFallen ? [worst.sighted] : [before.sighted, worst.sighted];
  return [{ claim, evidence: seen(sightings, detail) }];
}

function holdingWhys(queue: readonly Sighted<QueueEvent>[]): readonly Why[] {
  const dead = alarmsOf(queue).filter(({ event }) => event.alarm === 'busy-but-dead');
  const few = alarmsOf(queue).filter(({ event }) => event.alarm === 'consumers');
  const held = dead.map(({ event }) => `${event.figures.active ?? 'some'} held`);
  const consumers = few.map(
    ({ event }) => `${event.figures.consumers ?? 'unknown'} of ${event.consumersExpected ?? 'unknown'} consumers`,
  );
  return [
    ...(dead.length === 0
      ? []
      : [
          {
            claim: 'Items were held all the time and none was completed: whoever held them did no work',
            evidence: seen(dead, listed(held)),
          },
        ]),
    ...(few.length === 0
      ? []
      : [{ claim: 'Fewer consumers were there than should be', evidence: seen(few, listed(consumers)) }]),
  ];
}

/** Only where nothing says it better. */
function trendWhys(kind: string, queue: readonly Sighted<QueueEvent>[]): readonly Why[] {
  const growing = eventsOf(queue, 'queue-lag').filter(({ event }) => event.trend === 'grows');
  if (growing.length === 0 || figuresOf(queue).length > 0) return [];
  const readings = growing.flatMap(({ event }) => (event.lag === undefined ? [] : [String(event.lag)]));
  return [
    {
      claim: `The queue of ${kind} fell further and further behind from ${clockText(growing[0]?.atMs ?? 0)} on`,
      evidence: seen(growing, `readings while it grew: ${listed(readings, mostReadings)}`),
    },
  ];
}

function figuresOf(queue: readonly Sighted<QueueEvent>[]): readonly SightedFigures[] {
  return queue.flatMap((sighted) => ('figures' in sighted.event ? [{ sighted, figures: sighted.event.figures }] : []));
}

function byCompleted(a: SightedFigures, b: SightedFigures): number {
  return (a.figures.completedPerS ?? 0) - (b.figures.completedPerS ?? 0);
}

function rateText(perS: number): string {
  const digits = perS >= 10 || perS === 0 ? 0 : perS >= 1 ? 1 : 2;
  return `${perS.toFixed(digits).replace(/\.0$/, '')}/s`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}
