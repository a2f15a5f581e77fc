import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { join } from '../build/bytes.ts';
import { exampleIpv4 } from '../build/examples.ts';
import { pcapngBlocks } from '../build/pcapng-file.ts';
import { instantsOf, readBytes } from '../build/read-bytes.ts';

const raw = 101;

/** Reads frames at the given ticks of an interface, and gives their instants. */
async function instants(
  ticks: readonly bigint[],
  resolution?: number,
  offsetSeconds?: bigint,
  bigEndian = false,
): Promise<bigint[]> {
  const blocks = pcapngBlocks(bigEndian);
  const fields = {
    linkType: raw,
    ...(resolution === undefined ? {} : { resolution }),
    ...(offsetSeconds === undefined ? {} : { offsetSeconds }),
  };
  const packets = ticks.map((tick) => blocks.enhancedPacket(exampleIpv4, { ticks: tick }));
  return instantsOf(await readBytes(join(blocks.sectionHeader(), blocks.interfaceDescription(fields), ...packets)));
}

/** By definition: ticks over ticks per second, rounded down to a nanosecond. */
function expected(ticks: bigint, resolution: number, offsetSeconds = 0n): bigint {
  const perSecond = (resolution & 0x80) !== 0 ? 2n ** BigInt(resolution & 0x7f) : 10n ** BigInt(resolution);
  return (ticks * 1_000_000_000n) / perSecond + offsetSeconds * 1_000_000_000n;
}

/** 2262: the largest date that 64 bits of nanoseconds hold. */
const mostSeconds = 9_223_372_036n;

describe('every instant is exact to the nanosecond, or to the tick where that is longer, with a resolution of', () => {
  for (const resolution of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 18, 0x80, 0x81, 0x8a, 0x94, 0x9e, 0xa0, 0xbf]) {
    const name = (resolution & 0x80) !== 0 ? `2^-${resolution & 0x7f}` : `10^-${resolution}`;
    test(name, async () => {
      const perSecond = (resolution & 0x80) !== 0 ? 2n ** BigInt(resolution & 0x7f) : 10n ** BigInt(resolution);
      const most = 2n ** 64n - 1n;
      const mostTicks = mostSeconds * perSecond < most ? mostSeconds * perSecond : most;
      const days = 8_000_000n * perSecond; // 93 days: instants are relative to the first, exact to 104 days
      await fc.assert(
        fc.asyncProperty(
          fc.bigInt({ min: 0n, max: mostTicks }),
          fc.bigInt({ min: 0n, max: days }),
          async (first, since) => {
            const second = first + since > mostTicks ? first : first + since;
            const ticks = [first, second];
            assert.deepEqual(
              await instants(ticks, resolution),
              ticks.map((tick) => expected(tick, resolution)),
            );
          },
        ),
        { numRuns: 60 },
      );
    });
  }
});

test('without a resolution ticks are microseconds', async () => {
  assert.deepEqual(await instants([1_709_294_400_123_456n]), [1_709_294_400_123_456_000n]);
});

test('an instant beyond 2^53 nanoseconds keeps its last digit', async () => {
  const tick = 1_709_294_400_123_456_789n;
  assert.ok(tick > 2n ** 53n);
  assert.deepEqual(await instants([tick, tick + 1n], 9), [tick, tick + 1n]);
});

describe('the offset of an interface (if_tsoffset)', () => {
  test('is added in whole seconds, and may be negative', async () => {
    assert.deepEqual(await instants([5n], 9, 1_700_000_000n), [1_700_000_000_000_000_005n]);
    assert.deepEqual(await instants([10_000_000_005n], 9, -3n), [7_000_000_005n]);
    assert.deepEqual(await instants([5n], 0x94, 2n, true), [expected(5n, 0x94, 2n)]);
  });

  test('as far as 64 bits go ends nothing', async () => {
    for (const offset of [2n ** 63n - 1n, -(2n ** 63n)]) {
      assert.equal((await instants([0n, 1n], 6, offset)).length, 2);
    }
  });
});

test('ticks of two interfaces with different clocks meet on one time line', async () => {
  const blocks = pcapngBlocks();
  const reading = await readBytes(
    join(
      blocks.sectionHeader(),
      blocks.interfaceDescription({ linkType: raw, resolution: 9 }),
      blocks.interfaceDescription({ linkType: raw, resolution: 0xa0 }),
      blocks.interfaceDescription({ linkType: raw, resolution: 3, offsetSeconds: 1_700_000_000n }),
      blocks.enhancedPacket(exampleIpv4, { interfaceId: 0, ticks: 1_700_000_000_250_000_001n }),
      blocks.enhancedPacket(exampleIpv4, { interfaceId: 1, ticks: (1_700_000_000n << 32n) + (1n << 31n) }),
      blocks.enhancedPacket(exampleIpv4, { interfaceId: 2, ticks: 750n }),
    ),
  );
  assert.deepEqual(instantsOf(reading), [
    1_700_000_000_250_000_001n,
    1_700_000_000_500_000_000n,
    1_700_000_000_750_000_000n,
  ]);
});

test('the finest resolutions that the field can name, 10^-127 and 2^-127, end nothing', async () => {
  assert.deepEqual(await instants([2n ** 64n - 1n], 0x7f), [0n]);
  assert.deepEqual(await instants([2n ** 64n - 1n], 0xff), [0n]);
});
