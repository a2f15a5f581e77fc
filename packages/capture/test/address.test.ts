import assert from 'node:assert/strict';
import { isIPv4, isIPv6 } from 'node:net';
import { describe, test } from 'node:test';
import { formatAddress, formatIpv4, formatIpv6, parseIpv4, parseIpv6 } from '@fivewhys/capture';
import fc from 'fast-check';

const word = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
/** Words with many zeros in them, where shortening has something to do. */
const sparseWord = fc.oneof(word, fc.constantFrom(0, 0, 1, 0xffff, 0x10000, -65_536));

describe('an address that is written and read again is the same:', () => {
  test('IPv4', () => {
    fc.assert(fc.property(word, (value) => assert.equal(parseIpv4(formatIpv4(value)), value)));
  });

  test('IPv6', () => {
    fc.assert(
      fc.property(fc.tuple(sparseWord, sparseWord, sparseWord, sparseWord), (words) => {
        assert.deepEqual(parseIpv6(formatIpv6(...words)), words);
      }),
      { numRuns: 2000 },
    );
  });
});

test('what we write, node:net takes for an address of its family', () => {
  fc.assert(
    fc.property(fc.tuple(sparseWord, sparseWord, sparseWord, sparseWord), (words) => {
      assert.ok(isIPv4(formatIpv4(words[0])));
      assert.ok(isIPv6(formatIpv6(...words)));
    }),
    { numRuns: 2000 },
  );
});

describe('a text is an address to us exactly when it is one to node:net:', () => {
  const piece = fc.constantFrom(
    '',
    '0',
    '1',
    'ffff',
    '10000',
    '00ab',
    'ABCD',
    'g',
    ':',
    '::',
    '.',
    '256',
    '01',
    '255',
    ' ',
    '-1',
    '1.2.3.4',
    '1.2.3.04',
  );
  const almost = fc.oneof(
    fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(':')),
    fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join('.')),
    fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    fc.ipV4(),
    fc.ipV4Extended(),
    fc.ipV6(),
    fc.string(),
  );

  test('IPv4', () => {
    fc.assert(
      fc.property(almost, (text) => assert.equal(parseIpv4(text) !== undefined, isIPv4(text), text)),
      { numRuns: 5000 },
    );
  });

  test('IPv6, zone ids left aside', () => {
    fc.assert(
      fc.property(
        almost.filter((text) => !text.includes('%')),
        (text) => assert.equal(parseIpv6(text) !== undefined, isIPv6(text), text),
      ),
      { numRuns: 5000 },
    );
  });
});

describe('IPv6 is written as RFC 5952 says:', () => {
  const addresses: Readonly<Record<string, readonly [text: string, expected: string]>> = {
    'in lower case and without leading zeros': ['2001:0DB8::00AB', '2001:db8::ab'],
    'the longest run of zeros is shortened': ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    'of two runs equally long the first is shortened': ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'],
    'a single zero group is not shortened': ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    'all zeros are two colons': ['0:0:0:0:0:0:0:0', '::'],
    'a run at the beginning': ['0:0:0:0:0:0:0:1', '::1'],
    'a run at the end': ['fe80:0:0:0:0:0:0:0', 'fe80::'],
    'a mapped IPv4 address is dotted': ['::ffff:c000:201', '::ffff:192.0.2.1'],
    'a dotted tail is read wherever it stands': ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    'a zone id is left out': ['fe80::1%eth0', 'fe80::1'],
  };
  for (const [name, [text, expected]] of Object.entries(addresses)) {
    test(name, () => {
      const words = parseIpv6(text);
      assert.ok(words !== undefined);
      assert.equal(formatIpv6(...words), expected);
    });
  }
});

test('an address of a capture as text is a name', () => {
  assert.equal(formatAddress(0, 0, 0, 0, 1, ['client', 'server']), 'server');
  assert.equal(formatAddress(0, 0, 0, 0, 7, []), 'name-7');
  assert.equal(formatAddress(4, 0, 0, 0, 0x7f00_0001, []), '127.0.0.1');
  assert.equal(formatAddress(6, 0, 0, 0, 1, []), '::1');
});
