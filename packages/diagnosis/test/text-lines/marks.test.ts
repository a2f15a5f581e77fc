import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { symptomPrograms } from '../../src/symptoms/index.ts';
import { buildSieve } from '../../src/text-lines/sieve.ts';
import { TextLines } from '../../src/text-lines/text-lines.ts';

/** Whether a sieve of these marks lets a line through. */
function isFound(line: string, marks: readonly string[]): boolean {
  let isTaken = false;
  const lines = new TextLines(buildSieve({ anywhere: marks, alone: [] }), {
    take: () => {
      isTaken = true;
    },
    isAttentive: false,
  });
  lines.read(new TextEncoder().encode(`\n${line}`));
  lines.end();
  return isTaken;
}

/** fast-check makes no text for a border of words or for a flag: what matches without is more, and must hold a mark, too. */
function withoutBorders({ source }: RegExp): RegExp {
  return new RegExp(source.replaceAll('\\b', ''));
}

describe('the marks of a program', () => {
  for (const { id, hint, marks, wordings } of symptomPrograms) {
    it(`${id}: whatever its hint matches holds one`, () => {
      for (const { example } of wordings) assert.ok(isFound(example, marks), example);
      fc.assert(
        fc.property(fc.stringMatching(withoutBorders(hint)), (line) => line.includes('\n') || isFound(line, marks)),
      );
    });
  }
});

describe('a sieve', () => {
  for (const [marks, line, expected] of [
    [['abc'], 'xxABCxx', true],
    [['abc'], 'ab c', false],
    [['a0b'], 'a7b', true],
    [['a0b'], 'axb', false],
    [['abcd', 'bc'], 'abce', true],
    [['abcd', 'bce'], 'abce', true],
    [['aab'], 'aaab', true],
    [['\nab'], 'ab', true],
    [['\nab'], 'xab', false],
    [['ab\n'], 'xab', true],
    [['ab\n'], 'abx', false],
    [['a b'], 'a\tb', true],
    [['abc'], 'a\u001b[1mbc', true],
    [['abc'], 'a\u200bbc', true],
    [['[1m'], '\u001b[1m', false],
    [['a'], '', false],
  ] as const) {
    it(`of ${JSON.stringify(marks)} ${expected ? 'finds' : 'does not find'} ${JSON.stringify(line)}`, () => {
      assert.equal(isFound(line, marks), expected);
    });
  }
});
