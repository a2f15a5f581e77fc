import { findingsOfFlagCounts } from '../../../packages/diagnosis/src/flag-counts/findings-of-flag-counts.ts';
import { readFlagCounts } from '../../../packages/diagnosis/src/flag-counts/read-flag-counts.ts';
import { expect } from '../oracles/expect.ts';
import type { FuzzTarget } from '../target.ts';
import { insertTokenOf, repeatLine, replaceNumber, swapLines } from './text-mutations.ts';

const texts = [
  '  42000 [A]\n  14000 [AF]\n  29000 [AP]\n    260 [AR]\n  14300 [AS]\n',
  'client:\n  37000 Flags [.],\n  15000 [F.]\n  31000 [P.],\n     76 [R.]\n     34 [R]\n  15400 [S]\n\nserver:\n 5 [S.]\n 9 [none]\n',
];

const tokens = ['[', ']', 'A', 'S', '.', ' ', '\n', '0 ', 'Flags ', 'none', '99999999999999999999'];

/** The reader of counted flags, and what is made of any counts: never a figure that is no number. */
export const flagCountsTarget: FuzzTarget = {
  name: 'flag-counts',

  seeds: () => texts.map((text) => new TextEncoder().encode(text)),

  mutations: [insertTokenOf(tokens), swapLines, repeatLine, replaceNumber],

  run: (input) => {
    const tables = readFlagCounts(new TextDecoder().decode(input), 0);
    if (tables === undefined) return;
    expect(tables.length > 0, 'a text of counts without a table', tables.length);
    const said = JSON.stringify(findingsOfFlagCounts(tables));
    expect(!/NaN|Infinity|undefined\b(?!")/.test(said), 'a figure that is no number', said);
  },
};
