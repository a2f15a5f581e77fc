import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type LineKind, LineText } from '@fivewhys/evidence';
import fc from 'fast-check';

/** Notes each line that it is handed; those that begin with ! are damage. */
class Lines extends LineText {
  readonly taken: string[] = [];

  protected override takeLine(line: string, how: LineKind): string | undefined {
    this.taken.push(`${this.line} ${how} ${line}`);
    return line.startsWith('!') || how === 'too-long' ? `not ${this.line}` : undefined;
  }

  protected override notes(): readonly string[] {
    return [`${this.taken.length} taken`];
  }
}

function linesOf(text: string, pieceBytes: number, longestLine = 20): Lines {
  const lines = new Lines(longestLine);
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) lines.read(bytes.subarray(at, at + pieceBytes));
  lines.end();
  return lines;
}

describe('a text that is read line by line', () => {
  test('comes out the same in whatever pieces it comes', () => {
    const text = fc.array(fc.constantFrom('a', 'é€', ' ', '\n', '\r\n', '!', 'x'.repeat(25), '😀'), { maxLength: 30 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (parts, pieceBytes) => {
        const one = linesOf(parts.join(''), 1_000_000);
        const other = linesOf(parts.join(''), pieceBytes);
        assert.deepEqual(other.taken, one.taken);
        assert.deepEqual(other.report(), one.report());
      }),
    );
  });

  test('empty lines are counted and not handed on; the last one may be cut off', () => {
    assert.deepEqual(linesOf('one\n\n  two \nthr', 4).taken, ['1 whole one', '3 whole two', '4 last thr']);
    assert.equal(linesOf('one\n', 4).report().lines, 1);
    assert.equal(linesOf('', 4).report().lines, 0);
  });

  test('a line that is too long is damage, and those behind it are read', () => {
    const { taken } = linesOf(`${'x'.repeat(300)}\nnext`, 7);
    assert.deepEqual(taken, ['1 too-long ', '2 last next']);
  });

  test('of much damage the first places are named, and all are counted', () => {
    const { damage, damageCount, notes } = linesOf('!\n'.repeat(80), 9).report();
    assert.equal(damage.length, 50);
    assert.deepEqual(damage[0], { line: 1, reason: 'not 1' });
    assert.equal(damageCount, 80);
    assert.deepEqual(notes, ['80 taken']);
  });
});
