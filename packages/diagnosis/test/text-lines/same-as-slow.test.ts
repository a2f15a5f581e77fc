import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { sieveOfTexts } from '../../src/text-lines/sieve-of-texts.ts';
import { OpenText } from '../../src/texts/open-text.ts';
import { linesOfInterest } from './lines-of-interest.ts';

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 300) };

/** What builds print all day. */
const others = [
  'npm http fetch GET 200 https://registry.npmjs.org/express 60ms (cache miss)',
  '=== RUN   TestVerify/case_77',
  '  \u001b[32m✓\u001b[0m assembles the module \u001b[2m(281 ms)\u001b[0m',
  '#31 4.1 sha256:0123456789abcdef 41.9MB / 98.1MB',
  ' 10%\r 50%\r100%',
  '',
  '   ',
  'héhé ünïcode ✓',
  '\u001b(B\u001b[m',
];
const prefixes = [
  '2026-01-01T00:00:00.0000000Z ',
  'web_1  | ',
  '\u001b[36mweb_1  |\u001b[0m ',
  'Nov 22 01:09:02 web1 app[12]: ',
  '> ',
  '    ',
  '\ufeff',
];
const noise = fc.constantFrom(
  '\u001b[31m',
  '\u001b[0;1;4m',
  '\u001b[',
  '\u001b[12\u0001',
  `\u001b[${'1;'.repeat(40)}m`,
  '\u001b]8;;https://a.example.com\u0007',
  '\u001b]0;title\u001b\\',
  '\u001b]no end',
  '\u001b(B',
  '\u001b',
  '\u0000',
  '\u200b',
  '\r',
  '\t',
  '\\',
  'é',
);

const line = fc
  .tuple(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...linesOfInterest) },
      { weight: 2, arbitrary: fc.constantFrom(...others) },
    ),
    fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constantFrom(...prefixes) }),
    fc.option(fc.tuple(fc.nat(80), fc.nat(6), noise), { freq: 3 }),
    fc.nat(9).map((chance) => chance === 0),
  )
  .map(([text, prefix, spoiled, isLoud]) => {
    const whole = prefix + (isLoud ? text.toUpperCase() : text);
    if (spoiled === null) return whole;
    const [at, length, insertion] = spoiled;
    return whole.slice(0, at) + insertion + whole.slice(at + length);
  });
/** Some after one another, as hosts print them, among others in any order. */
const stretch = fc
  .tuple(fc.nat(linesOfInterest.length - 1), fc.integer({ min: 1, max: 6 }))
  .map(([from, count]) => linesOfInterest.slice(from, from + count).join('\n'));
const text = fc
  .tuple(fc.array(fc.oneof(line, line, stretch), { maxLength: 25 }), fc.constantFrom('\n', '\n', '\r\n', '\r'))
  .map(([lines, end]) => lines.join(end));

function read(bytes: Uint8Array, cuts: readonly number[], sieve: ReturnType<typeof sieveOfTexts> | undefined) {
  const reader = new OpenText(0, sieve);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  for (const [index, place] of places.entries()) reader.read(bytes.subarray(place, places[index + 1] ?? bytes.length));
  reader.end();
  const { host, ...outcome } = reader.outcome();
  // How far the host's reader came depends on what it was given to read.
  return { ...outcome, host: { ...host, lines: 0 } };
}

describe('lines that hold none of the marks', () => {
  it('tell nothing: looking at every line finds the same, wherever the text is cut into pieces', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 8 }), (words, cuts) => {
        const bytes = new TextEncoder().encode(words);
        assert.deepEqual(read(bytes, cuts, sieveOfTexts()), read(bytes, [], undefined));
      }),
      runs,
    );
  });

  it('nor does any of the lines of interest go unseen by itself, in capitals, coloured or cut anywhere', () => {
    for (const one of linesOfInterest) {
      for (const changed of [
        one,
        one.toUpperCase(),
        `\u001b[31m${one}\u001b[0m`,
        one.replace(/\B(?=\w{3})/, '\u001b[1m'),
      ]) {
        const bytes = new TextEncoder().encode(`a\n${changed}\nb`);
        const whole = read(bytes, [], undefined);
        for (let cut = 0; cut <= bytes.length; cut += 7) {
          assert.deepEqual(read(bytes, [cut], sieveOfTexts()), whole, changed);
        }
      }
    }
  });
});
