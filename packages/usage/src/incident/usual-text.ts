import { counted, duration } from '@fivewhys/report/writers';
import type { UsualLoad } from '../usage-report.ts';
import { figureOf, times } from '../words.ts';

const units: Readonly<Record<UsualLoad['of'], string>> = {
  units: 'units per second',
  'cpu-ms': 'milliseconds of CPU time per second',
};

const methods: Readonly<Record<UsualLoad['method'], string>> = {
  rank: 'the upper end of the 95 % prediction interval, by rank',
  student: 'the upper end of the 95 % prediction interval, by Student’s t',
  'least-rise': '5 % above their mean; they spread less',
};

/** `up to 112 units per second is usual, by 6 pieces of 10 min of the baseline with a mean of 100 (…)`. */
export function usualText({ of, usualUpToPerS, meanPerS, pieces, pieceMs, method }: UsualLoad): string {
  return `up to ${figureOf(usualUpToPerS)} ${units[of]} is usual, by ${counted(pieces, 'piece')} of ${duration(pieceMs)} of the baseline with a mean of ${figureOf(meanPerS)} (${methods[method]})`;
}

/** Of a load that is not more than usual. */
export function withinUsualText(usual: UsualLoad): string {
  const { of, duringPerS, meanPerS } = usual;
  const what = of === 'units' ? 'the load' : 'CPU time';
  return `${what} is within its usual spread: ${figureOf(duringPerS)} ${units[of]}, ${times(duringPerS / meanPerS)} the mean; ${usualText(usual)}`;
}
