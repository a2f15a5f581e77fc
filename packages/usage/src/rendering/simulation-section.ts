import { amount, type Block, counted, duration, type SectionBlock, section } from '@fivewhys/report/writers';
import { minuteMs } from '../simulation/minute-tally.ts';
import type { InputReport, Simulation, Totals } from '../usage-report.ts';
import { figureOf, percent, timeOf } from '../words.ts';
import type { Extent } from './extent.ts';

/** What a limit would have done. */
export function simulationSection(
  simulation: Simulation,
  totals: Totals,
  inputs: readonly InputReport[],
  extent: Extent,
): SectionBlock {
  const { limit, windowMs, requests, throttledRequests, throttledUnits, shareOfLoad, throttledAccounts, evicted } =
    simulation;
  const title = `A limit of ${figureOf(limit)} units in ${duration(windowMs)}`;
  const notes = notesOn(totals, inputs, evicted);
  if (throttledRequests === 0) {
    return section(title, [
      paragraph(
        `would have throttled nobody: ${counted(requests, 'request')} of ${counted(totals.accounts, 'account')} are within it.`,
      ),
      ...notes,
    ]);
  }
  return section(title, [
    paragraph(
      `would have throttled ${counted(throttledAccounts, 'account')} of ${amount(totals.accounts)}: ${counted(throttledRequests, 'request')} of ${amount(requests)}, and taken ${figureOf(throttledUnits)} units off, ${percent(shareOfLoad)} of the load.`,
    ),
    whoTable(simulation, extent),
    ...restOf(throttledAccounts - Math.min(extent.accounts, simulation.accounts.length), 'account'),
    whenBlock(simulation, totals),
    minuteTable(simulation, extent),
    ...restOf(simulation.minutes.length - extent.minutes, 'minute'),
    ...notes,
  ]);
}

function whoTable({ accounts }: Simulation, extent: Extent): Block {
  return {
    kind: 'table',
    caption: 'Who would have been throttled',
    headed: true,
    columns: [
      { title: 'from (UTC)' },
      { title: 'to' },
      { title: 'requests', numeric: true },
      { title: 'units', numeric: true },
      { title: 'account' },
    ],
    rows: accounts
      .slice(0, extent.accounts)
      .map(({ account, throttledRequests, throttledUnits, firstMs, lastMs }) => [
        [timeOf(firstMs)],
        [untilText(firstMs, lastMs)],
        [amount(throttledRequests)],
        [figureOf(throttledUnits)],
        [{ kind: 'code', text: account }],
      ]),
  };
}

/** Without the date where it is the same. */
function untilText(firstMs: number, lastMs: number): string {
  const [from, to] = [timeOf(firstMs), timeOf(lastMs)];
  return from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to;
}

function whenBlock({ minutes }: Simulation, { firstMs, lastMs }: Totals): Block {
  const startMs = Math.floor(firstMs / minuteMs) * minuteMs;
  const count = Math.min(mostMinutes, Math.floor((lastMs - startMs) / minuteMs) + 1);
  const units = new Map(minutes.map(({ fromMs, throttledUnits }) => [(fromMs - startMs) / minuteMs, throttledUnits]));
  const bins = Array.from({ length: count }, (_, index) => ({
    from: index * 60,
    to: (index + 1) * 60,
    count: Math.round(units.get(index) ?? 0),
  }));
  const most = Math.max(...bins.map(({ count: one }) => one));
  if (most === 0) return paragraph('Too little in any minute to draw.');
  return {
    kind: 'timeline',
    caption: `Units taken off, over the time of the log (at most ${amount(most)} in a minute)`,
    bins,
  };
}

/** Two months of minutes are drawn; a longer log is cut there. */
const mostMinutes = 90_000;

function minuteTable({ minutes }: Simulation, extent: Extent): Block {
  const worst = minutes.toSorted((a, b) => b.throttledUnits - a.throttledUnits).slice(0, extent.minutes);
  return {
    kind: 'table',
    caption: 'The minutes in which most was taken off',
    headed: true,
    columns: [
      { title: 'minute (UTC)' },
      { title: 'requests', numeric: true },
      { title: 'throttled', numeric: true },
      { title: 'accounts', numeric: true },
      { title: 'units', numeric: true },
      { title: 'taken off' },
    ],
    rows: worst
      .toSorted((a, b) => a.fromMs - b.fromMs)
      .map(({ fromMs, requests, units, throttledRequests, throttledUnits, throttledAccounts }) => [
        [timeOf(fromMs).slice(0, 16)],
        [amount(requests)],
        [amount(throttledRequests)],
        [amount(throttledAccounts)],
        [figureOf(units)],
        [percent(units > 0 ? throttledUnits / units : 0)],
      ]),
  };
}

function restOf(rest: number, noun: string): Block[] {
  return rest > 0 ? [paragraph(`${counted(rest, `more ${noun}`)}: --verbose, or --format json.`)] : [];
}

function notesOn({ refused, longestSumMs }: Totals, inputs: readonly InputReport[], evicted: number): Block[] {
  const notes: string[] = [];
  const withoutDuration = inputs.reduce((sum, { recordsWithoutDuration }) => sum + recordsWithoutDuration, 0);
  if (withoutDuration > 0)
    notes.push(
      `Of ${counted(withoutDuration, 'request')} the log does not tell how long they took; they are replayed as if they came and ended at once, so of a burst more may be throttled than the throttle itself would have. The recipes for load balancers log it.`,
    );
  if (refused > 0)
    notes.push(
      `${counted(refused, 'request')} had been refused at the time and cost nothing; what they would have used is not in the log.`,
    );
  if (longestSumMs > 0)
    notes.push(
      `Records sum up to ${duration(longestSumMs)}; the requests of a record are let in or throttled together.`,
    );
  if (evicted > 0)
    notes.push(
      `${counted(evicted, 'account')} had to be forgotten for lack of room and began anew, so the figures are low.`,
    );
  return notes.map(paragraph);
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', spans: [text] };
}
