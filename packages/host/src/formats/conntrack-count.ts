import { CounterTable } from '../counter-table.ts';
import type { PartFormat } from './format.ts';

const alone = /^\s{0,4}(\d{1,10})\s*$/;
/** What `conntrack -L` prints behind its list. */
const shown = /^conntrack v\d[\w.]{0,12} \(conntrack-tools\): (\d{1,10}) flow entries have been shown\.$/;
const counting = /\bconntrack\s(?:.*\s)?(?:-C|--count)\b/;

/** `conntrack -C`, a number alone under its command, and the last line of `conntrack -L`. */
export const conntrackCount: PartFormat = {
  name: 'conntrack-count',
  marks: ['flow entries have been shown'],
  begins: ({ text }, { command, immediate }) =>
    shown.test(text) || (immediate && alone.test(text) && counting.test((command ?? '').slice(0, 400))),
  open(_announced, damage) {
    const table = new CounterTable(damage);
    return {
      take(line) {
        const value = (alone.exec(line.text) ?? shown.exec(line.text))?.[1];
        if (value === undefined || table.has('conntrack.entries')) return false;
        table.add('conntrack.entries', value, line);
        return true;
      },
      end: (origin) => ({
        kind: 'counters',
        format: 'conntrack-count',
        family: 'conntrack',
        scope: 'since-boot',
        absentIsZero: false,
        counters: table.counters,
        ...origin,
      }),
    };
  },
};
