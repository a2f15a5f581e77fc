import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recursionIn } from '../../src/whys/recursion.ts';
import { roundTrip } from './told.ts';

const path = (lines: readonly string[]) => recursionIn(lines)?.path.join(' → ');

describe('a recursion in the last lines', () => {
  it('is told from the logger on, and back to it', () => {
    assert.equal(path(roundTrip), 'logger → pino → logger → flags → cache → flags → logger');
    assert.equal(recursionIn(roundTrip)?.isWholeLap, true);
    assert.equal(recursionIn(roundTrip)?.folder, '/srv/shop');
  });

  it('is seen behind a call in which the stack became full, and that is no part of it', () => {
    const lines = [roundTrip[0] ?? '', '    at leaf (/srv/shop/text.js:1:1)', ...roundTrip.slice(1)];
    assert.equal(path(lines), path(roundTrip));
  });

  it('is seen where Node.js left laps out', () => {
    const lap = roundTrip.slice(1, 7);
    const lines = [
      roundTrip[0] ?? '',
      ...lap,
      '    ... collapsed 18 duplicate lines matching above 6 lines 3 times...',
      ...lap.slice(0, 2),
    ];
    assert.equal(path(lines), path(roundTrip));
  });

  it('is seen in one line of JSON, as loggers write it', () => {
    const stack = roundTrip.slice(0, 13).join('\\n');
    assert.equal(path([`{"level":60,"err":{"stack":"${stack}"}}`]), path(roundTrip));
  });

  it('is not said to go round where the stack holds no whole lap', () => {
    const recursion = recursionIn(roundTrip.slice(0, 5));
    assert.deepEqual([recursion?.isWholeLap, recursion?.path.join(' → ')], [false, 'pino → logger → flags → cache']);
  });

  it('is told without words by a stack of three laps, and not by one that happens to repeat a call', () => {
    const frames = (laps: number) =>
      Array.from({ length: laps }, () => ['log (/srv/a.js:4:18)', 'isOn (/srv/b.js:1:18)']).flat();
    assert.equal(recursionIn(frames(3))?.word, undefined);
    assert.equal(recursionIn(frames(3))?.isWholeLap, true);
    assert.equal(recursionIn(['log (/srv/a.js:4:18)', 'isOn (/srv/b.js:1:18)', 'log (/srv/a.js:4:18)']), undefined);
  });

  it("reads Python's stack, which begins with the outermost call", () => {
    const lines = [
      'Traceback (most recent call last):',
      ...[
        'logger.py", line 4, in log',
        'flags.py", line 2, in is_on',
        'logger.py", line 4, in log',
        'flags.py", line 2, in is_on',
      ].map((frame) => `  File "/srv/${frame}`),
      '  [Previous line repeated 970 more times]',
      'RecursionError: maximum recursion depth exceeded',
    ];
    assert.equal(path(lines), 'logger → flags → logger');
  });

  it('is none in an ordinary stack', () => {
    assert.equal(
      recursionIn(['TypeError: x is not a function', '    at a (/srv/a.js:1:1)', '    at b (/srv/b.js:1:1)']),
      undefined,
    );
    assert.equal(recursionIn([]), undefined);
  });
});
