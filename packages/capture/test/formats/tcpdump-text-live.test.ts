import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { ACK } from '../../src/segment.ts';
import { endpointsOf, numbersOf, readText } from './tcpdump-text-reading.ts';
import { type MadeSegment, madeTraffic, pcapOf } from './tcpdump-text-traffic.ts';

// Holds the reader against tcpdump itself: traffic is made, written as pcap, printed by tcpdump, and has to come out as it was made.

const version = spawnSync('tcpdump', ['--version']);
const skip = version.error === undefined ? false : 'tcpdump is not installed';

function print(pcap: Uint8Array, options: readonly string[]): Buffer {
  const { stdout, status, stderr } = spawnSync('tcpdump', [...options, '-r', '-'], {
    input: pcap,
    env: { ...process.env, TZ: 'UTC' },
    maxBuffer: 1 << 28,
  });
  assert.equal(status, 0, stderr.toString());
  return stdout;
}

function assertReadAsMade(made: readonly MadeSegment[], options: readonly string[]): void {
  const { segments, context } = readText(print(pcapOf(made), options));
  const what = options.join(' ');
  assert.deepEqual(context.damage.places, [], what);
  assert.equal(segments.length, made.length, what);
  for (const [index, segment] of segments.entries()) {
    const expected = made[index] as MadeSegment;
    const label = `${what}, frame ${index + 1}`;
    assert.equal(segment.frame, index + 1);
    assert.equal(endpointsOf(segment), expected.endpoints, label);
    assert.equal(segment.flags, expected.flags, label);
    assert.deepEqual(
      numbersOf(segment),
      [expected.sequence, expected.flags & ACK ? expected.acknowledgment : 0],
      label,
    );
    assert.deepEqual([segment.window, segment.payloadBytes], [expected.window, expected.payloadBytes], label);
    const sack = [segment.sackLeft >>> 0, segment.sackRight >>> 0];
    assert.deepEqual(sack, expected.sack ?? [0, 0], label);
  }
}

for (const options of [
  ['-nn'],
  ['-nn', '-S'],
  ['-nn', '-v'],
  ['-nn', '-vv', '-S'],
  ['-nn', '-vvv', '-e', '-#'],
  ['-nn', '-X'],
  ['-nn', '-A', '-tttt'],
  ['-nn', '-t'],
  ['-nn', '-t', '-v'],
]) {
  test(`tcpdump ${options.join(' ')} and back gives every number as it was on the wire`, { skip }, () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 12 }), (seed, count) =>
        assertReadAsMade(madeTraffic(seed, count), options),
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 12) },
    );
  });
}

test('every way in which tcpdump prints time gives the same instants', { skip }, () => {
  const made = madeTraffic(7, 6);
  const pcap = pcapOf(made);
  for (const [options, clock] of [
    [['-tttt'], 'absolute'],
    [['-tt'], 'absolute'],
    [['-ttt'], 'relative'],
    [['-ttttt'], 'relative'],
    [[], 'time-of-day'],
  ] as const) {
    const { segments, reader } = readText(print(pcap, ['-nn', ...options]));
    const first = segments[0]?.instantNs ?? 0;
    assert.equal(reader.clock, clock);
    assert.deepEqual(
      segments.map(({ instantNs }) => instantNs - first),
      made.map(({ instantUs }) => (instantUs - (made[0] as MadeSegment).instantUs) * 1000),
    );
  }
});

test('-q prints neither flags nor numbers: the frames are counted, and nothing is damage', { skip }, () => {
  const made = madeTraffic(3, 3);
  for (const options of [['-q'], ['-q', '-v']]) {
    const { segments, context } = readText(print(pcapOf(made), ['-nn', ...options]));
    assert.deepEqual([segments.length, context.tallies.undecodedFrames, context.damage.count], [0, made.length, 0]);
  }
});
