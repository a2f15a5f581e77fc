import type { QueueFigures } from '../decisions/queue-figures.ts';
import type { WorkerEvent } from '../events/worker-event.ts';
import { durationText } from './duration-text.ts';

/** The figures of a queue for people; of what is unknown nothing is said. */
export function figuresText(figures: QueueFigures, consumersExpected?: number): string {
  const { lag, waiting, oldestMs, active, arrivedPerS, completedPerS, timeToDrainMs, returned, consumers } = figures;
  const expected = consumersExpected === undefined ? '' : ` of ${consumersExpected}`;
  const parts = [
    waiting === undefined ? said(lag, (number) => `lag ${number}`) : `${waiting} waiting`,
    said(waiting === 0 ? undefined : oldestMs, (ms) => `oldest ${durationText(ms)}`),
    said(active, (number) => `${number} active`),
    said(arrivedPerS, (rate) => `${rateText(rate)}/s in`),
    said(completedPerS, (rate) => `${rateText(rate)}/s done`),
    timeToDrainMs === 'never'
      ? 'never drains at this rate'
      : said(timeToDrainMs || undefined, (ms) => `drains in ${durationText(ms)}`),
    returned?.item === undefined ? undefined : `item ${returned.item} came back ${timesText(returned.times)}`,
    said(consumers, (number) => `${number}${expected} ${number === 1 && expected === '' ? 'consumer' : 'consumers'}`),
  ];
  return parts.filter((part) => part !== undefined).join(', ') || 'nothing is known';
}

/** What an alarm says. */
export function alarmText({
  alarm,
  oldestWithinMs,
  consumersExpected,
}: Extract<WorkerEvent, { event: 'queue-alarm' }>): string {
  switch (alarm) {
    case 'age':
      return `the oldest item waits for longer than ${durationText(oldestWithinMs ?? 0)}`;
    case 'drain':
      return 'less is completed than arrives';
    case 'busy-but-dead':
      return 'items are held, and none is completed';
    case 'consumers':
      return `there are fewer consumers than the ${consumersExpected} there should be`;
  }
}

function said<T>(value: T | undefined, text: (value: T) => string): string | undefined {
  return value === undefined ? undefined : text(value);
}

function timesText(times: number): string {
  return times === 1 ? 'once' : `${times} times`;
}

function rateText(perS: number): string {
  return perS >= 100 ? perS.toFixed(0) : perS >= 1 ? perS.toFixed(1) : String(Number(perS.toFixed(3)));
}
