import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readText } from './tcpdump-text-reading.ts';

const syn = 'IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 7, win 5, length 0';

function timesIn(...stamps: string[]) {
  const { segments, reader } = readText(stamps.map((stamp) => `${stamp}${syn}\n`).join(''));
  assert.equal(segments.length, stamps.length);
  return { reader, instantsNs: segments.map(({ instantNs }) => instantNs) };
}

test('a time without a date counts from midnight of 1970-01-01', () => {
  const { reader, instantsNs } = timesIn('17:15:00.320997 ', '17:15:01.000000001 ');
  assert.equal(reader.clock, 'time-of-day');
  assert.equal(reader.baseInstantNs, 0n);
  assert.deepEqual(instantsNs, [62_100_320_997_000, 62_101_000_000_001]);
});

test('a time that falls by more than twelve hours is of the next day; a small step back is kept', () => {
  const { instantsNs } = timesIn(
    '23:59:59.900000 ',
    '00:00:00.100000 ',
    '23:59:59.950000 ',
    '00:00:00.300000 ',
    '00:00:00.200000 ',
  );
  const dayNs = 86_400e9;
  assert.deepEqual(
    instantsNs.map((instantNs) => instantNs - dayNs),
    [-100e6, 100e6, -50e6, 300e6, 200e6],
  );
});

test('-tttt and -tt give absolute instants', () => {
  for (const [first, second] of [
    ['2017-04-13 01:22:11.436659 ', '2017-04-14 01:22:11.436660 '],
    ['1492046531.436659 ', '1492132931.436660 '],
  ] as const) {
    const { reader, instantsNs } = timesIn(first, second);
    assert.equal(reader.clock, 'absolute');
    assert.equal(reader.baseInstantNs + BigInt(instantsNs[0] as number), 1_492_046_531_436_659_000n);
    assert.equal((instantsNs[1] as number) - (instantsNs[0] as number), 86_400e9 + 1000);
  }
});

test('--nano is exact', () => {
  const { reader, instantsNs } = timesIn('2017-04-13 01:22:11.436659001 ', '2017-04-13 01:22:11.436659002 ');
  assert.equal(reader.baseInstantNs + BigInt(instantsNs[1] as number), 1_492_046_531_436_659_002n);
});

test('-ttt prints time since the packet before: it is added up', () => {
  const { reader, instantsNs } = timesIn(
    ' 00:00:00.000000 ',
    ' 00:00:01.000000 ',
    ' 00:00:00.500000 ',
    '-00:00:00.250000 ',
    ' 00:01:00.000000 ',
  );
  assert.equal(reader.clock, 'relative');
  assert.deepEqual(instantsNs, [0, 1e9, 1.5e9, 1.25e9, 61.25e9]);
});

test('-ttttt prints time since the first packet: it is taken as it is', () => {
  const { reader, instantsNs } = timesIn(
    ' 00:00:00.000000 ',
    ' 00:00:01.000000 ',
    ' 00:00:01.500000 ',
    ' 01:00:00.000000 ',
  );
  assert.equal(reader.clock, 'relative');
  assert.deepEqual(instantsNs, [0, 1e9, 1.5e9, 3600e9]);
});

test('a capture that began just after midnight is not taken for relative times', () => {
  const { reader } = timesIn('00:00:03.000007 ', '00:00:03.100000 ', '00:00:04.000000 ');
  assert.equal(reader.clock, 'time-of-day');
});

test('what the times mean does not depend on how the text comes in pieces', () => {
  const lines = Array.from({ length: 2000 }, (_, index) => {
    const delta = index === 0 ? 0 : 1 + ((index * 7919) % 1000);
    return ` 00:00:00.${String(delta).padStart(6, '0')} ${syn}\n`;
  }).join('');
  const whole = readText(lines);
  for (const pieceBytes of [100, 5000, 70_000]) {
    const pieces = readText(lines, pieceBytes);
    assert.equal(pieces.reader.clock, 'relative');
    assert.deepEqual(pieces.segments.at(-1), whole.segments.at(-1));
  }
});

test('-t leaves no times: all instants are 0', () => {
  const { reader, instantsNs } = timesIn('', '');
  assert.equal(reader.clock, 'none');
  assert.deepEqual(instantsNs, [0, 0]);
});

test('a time that tcpdump could not print is that of the packet before', () => {
  const { instantsNs } = timesIn('17:15:00.320997 ', '[Error converting time] ');
  assert.equal(instantsNs[1], instantsNs[0]);
});
