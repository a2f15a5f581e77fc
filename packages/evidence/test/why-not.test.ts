import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Weighed, whyNot } from '../src/index.ts';

const named = (cause: string, because: string) => ({ cause, because });
const weighed = {
  cause: 'chosen',
  verdict: 'likely',
  ruledOut: [
    named('excluded', 'the chosen one says so'),
    named('misfit', 'by itself'),
    named('both', 'the chosen one says so'),
  ],
  stillPossible: [named('possible', 'nothing excludes it'), named('doubtful', 'the chosen one can not exclude it')],
  misfits: [named('misfit', 'by itself'), named('both', 'by itself'), named('doubtful', 'by itself')],
} as unknown as Weighed;

describe('why a finding is not of a cause', () => {
  for (const [cause, outcome, because] of [
    ['chosen', 'concluded', []],
    ['excluded', 'ruled-out', ['the chosen one says so']],
    ['both', 'ruled-out', ['the chosen one says so', 'by itself']],
    ['misfit', 'did-not-fit', ['by itself']],
    ['possible', 'still-possible', ['nothing excludes it']],
    ['doubtful', 'still-possible', ['the chosen one can not exclude it', 'by itself']],
    ['unheard-of', 'not-weighed', []],
  ] as const) {
    it(`is told for a cause that is ${cause}`, () => {
      assert.deepEqual(whyNot(weighed, cause), { cause, outcome, because });
    });
  }
});
