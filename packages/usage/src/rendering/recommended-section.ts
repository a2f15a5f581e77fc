import { counted, duration, type SectionBlock, section } from '@fivewhys/report/writers';
import type { Recommended } from '../usage-report.ts';
import { figureOf } from '../words.ts';

/** The limit to set, or why none can be told. */
export function recommendedSection(recommended: Recommended): SectionBlock {
  if (recommended.kind === 'refused') {
    return section('No limit can be recommended', [{ kind: 'paragraph', spans: [`${recommended.reason}.`] }]);
  }
  const { limit, percentile, value, low, high, windowMs, samples, windowsAbove, accountsAbove, cautions } = recommended;
  return section(`Recommended limit: ${figureOf(limit)} units in ${duration(windowMs)}`, [
    {
      kind: 'facts',
      facts: [
        {
          label: 'From',
          spans: [
            `p${percentile} = ${figureOf(value)}, with 95 % confidence between ${figureOf(low)} and ${figureOf(high)}; rounded up to two digits`,
          ],
        },
        {
          label: 'Above it',
          spans: [
            `${counted(windowsAbove, 'account-window')} of ${counted(samples, 'account-window')}, of ${counted(accountsAbove, 'account')}`,
          ],
        },
        {
          label: 'Try it',
          spans: ['on these logs:'],
          command: `fivewhys usage LOG... --simulate ${limit}/${windowMs / 1000}s`,
        },
        {
          label: 'Set it',
          spans: ['in the throttle:'],
          command: `plans: { default: { units: ${limit}, windowS: ${windowMs / 1000} } }`,
        },
        ...cautions.map((caution) => ({ label: 'Caution', spans: [caution] })),
      ],
    },
  ]);
}
