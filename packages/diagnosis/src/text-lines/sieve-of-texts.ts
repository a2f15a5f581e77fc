import { hostMarks } from '@fivewhys/host';
import { symptomPrograms } from '../symptoms/index.ts';
import { buildSieve, type Sieve } from './sieve.ts';

/**
 * Docker's json-file driver writes a line as a string of JSON. In that, characters may stand as `\\u003c`, `\\u001b` or `\\ufeff`, which no mark looks like: such lines are read.
 */
const escapedCharacters = ['u000', 'ufeff'];

let sieve: Sieve | undefined;

/** Finds the lines of a text that any reader has a use for. Made once. */
export function sieveOfTexts(): Sieve {
  sieve ??= buildSieve({
    anywhere: [...hostMarks.anywhere, ...symptomPrograms.flatMap(({ marks }) => marks), ...escapedCharacters],
    alone: hostMarks.alone,
  });
  return sieve;
}
