import { type Block, counted, duration, type SectionBlock, section } from '@fivewhys/report/writers';
import type { Percentile, UsageFigures } from '../usage-report.ts';
import { figureOf } from '../words.ts';

/** How the use of an account in a window is spread. */
export function distributionSection({ distribution }: UsageFigures): SectionBlock {
  const { windowMs, samples, accounts, windows, wholeWindows, percentiles, most } = distribution;
  const of = `${counted(samples, 'account-window')} (${counted(accounts, 'account')}, ${counted(windows, 'window')} of ${duration(windowMs)})`;
  const edges = wholeWindows ? '' : ' The log holds no whole window, so a part of one stands for it.';
  const table: Block = {
    kind: 'table',
    caption: `Units of an account in ${duration(windowMs)}`,
    headed: true,
    columns: [
      { title: 'percentile', numeric: true },
      { title: 'units', numeric: true },
      { title: '95 % confidence interval' },
    ],
    rows: [
      ...percentiles.map((one) => [[`p${one.percentile}`], [figureOf(one.value)], [intervalOf(one)]]),
      ...(samples === 0 ? [] : [[['most'], [figureOf(most)], ['']]]),
    ],
  };
  return section(`Units of an account in ${duration(windowMs)}`, [
    table,
    {
      kind: 'paragraph',
      spans: [
        `Of ${of} with a request, by nearest rank. The intervals are those of order statistics, from the binomial distribution; they take windows as independent, which those of one account are not quite.${edges}`,
      ],
    },
  ]);
}

function intervalOf({ low, high }: Percentile): string {
  if (low === undefined && high === undefined) return 'too few to tell';
  if (low === undefined) return `up to ${figureOf(high as number)}`;
  return high === undefined
    ? `from ${figureOf(low)}; nothing bounds it above`
    : `${figureOf(low)} to ${figureOf(high)}`;
}
