import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { plain } from '../src/text/plain.ts';

describe('text from a capture', () => {
  const harmful: Readonly<Record<string, readonly [string, string]>> = {
    'a colour': ['\u001b[31mred\u001b[0m', 'red'],
    'a cursor movement': ['up\u001b[2Aand over', 'upand over'],
    'an 8-bit control sequence': ['a\u009b31mb', 'ab'],
    'a window title, ended by BEL': ['a\u001b]0;owned\u0007b', 'ab'],
    'a link, ended by ST': ['\u001b]8;;http://evil\u001b\\here\u001b]8;;\u001b\\', 'here'],
    'a device control string in 8 bits': ['a\u0090q#0\u009cb', 'ab'],
    'a reset of the terminal': ['a\u001bcb', 'ab'],
    'a choice of character set': ['a\u001b(0b', 'ab'],
    'a change of direction': ['cap\u202egnp.exe', 'capgnp.exe'],
    'an isolate': ['a\u2066b\u2069', 'ab'],
    'an invisible space': ['a\u200bb\ufeffc', 'abc'],
    'a backspace': ['safe\u0008\u0008\u0008\u0008evil', 'safeevil'],
    'a NUL': ['a\u0000b', 'ab'],
  };

  for (const [name, [text, left]] of Object.entries(harmful)) {
    test(`loses ${name}`, () => assert.equal(plain(text, true), left));
  }

  test('keeps its words when an escape sequence in it never ends', () => {
    assert.equal(plain('before\u001b]0;title and no end', true), 'before0;title and no end');
    assert.equal(plain('half a sequence: \u001b[31', true), 'half a sequence: [31'.replace('[31', '31'));
  });

  test('has line breaks as spaces, so that it can forge no line', () => {
    assert.equal(plain('a\r\nSummary: all is well\u2028b\tc', true), 'a Summary: all is well b c');
  });

  test('shows what is no character as such', () => {
    assert.equal(plain('a\ud800b', true), 'a\ufffdb');
  });

  test('keeps letters of any script where Unicode is wanted', () => {
    assert.equal(plain('Größe 大きさ 👍', true), 'Größe 大きさ 👍');
  });

  test('has its signs transliterated for ASCII, and its letters named so that no two names look the same', () => {
    assert.equal(plain('5 µs → “late” – 3 × 2 ≥ 6 …', false), '5 us -> "late" - 3 x 2 >= 6 ...');
    assert.equal(plain('größe.pcap', false), 'gr\\u{f6}\\u{df}e.pcap');
    assert.equal(plain('👍', false), '\\u{1f44d}');
  });

  test('holds no control, no escape and no format character, whatever was in it', () => {
    fc.assert(
      fc.property(hostile(), (text) => {
        assert.doesNotMatch(plain(text, true), /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
    );
  });

  test('is pure ASCII where that is wanted, whatever was in it', () => {
    fc.assert(fc.property(hostile(), (text) => assert.match(plain(text, false), /^[ -~]*$/)));
  });

  test('is cleaned in time that grows with its length only', () => {
    for (const text of ['\u001b]', '\u001b[', '\u009b1;', '\u001b]0;a\u001b', '\u001b   ']) {
      const started = performance.now();
      plain(text.repeat(50_000), true);
      assert(performance.now() - started < 2000, JSON.stringify(text));
    }
  });
});

function hostile(): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom('\u001b[', '\u001b]', '\u009b', '31m', '\u0007', '\u001b\\', '\n', '\u202e', '\ud83d', 'µ', '大'),
    fc.string({ unit: 'binary' }),
  );
  return fc.array(piece).map((pieces) => pieces.join(''));
}
