import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { distributionOf } from '../../src/grouping/distribution.ts';
import { histogramOf } from '../../src/grouping/histogram.ts';
import { timelineOf } from '../../src/grouping/timeline.ts';
import { ValueTally } from '../../src/grouping/value-tally.ts';

function* million(): Generator<number> {
  for (let index = 0; index < 1e6; index += 1) yield 10 + index / 1e5;
}

function tallied(values: Iterable<number>): ValueTally {
  const tally = new ValueTally();
  for (const value of values) tally.add(value);
  return tally;
}

const histogramFor = (values: readonly number[]) => {
  const tally = tallied(values);
  return histogramOf(tally.clusters(), tally.whole);
};
const shape = (values: readonly number[]) =>
  histogramFor(values).bins.map(({ from, to, count }) => `${from}-${to}: ${count}`);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('values are counted', () => {
  test('each by itself as long as they are few', () => {
    assert.deepEqual(
      tallied([3, 1, 1])
        .clusters()
        .map(({ least, count }) => [least, count]),
      [
        [1, 1],
        [1, 1],
        [3, 1],
      ],
    );
  });

  test('a million in memory for their first four digits, with least, most and number exact', () => {
    const tally = tallied(million());
    const { count, least, most, median } = distributionOf('seconds', tally);
    assert.deepEqual([count, least, most], [1_000_000, 10, 19.99999]);
    assert.ok(Math.abs(median - 15) < 0.015, String(median));
    assert.ok(tally.clusters().length <= 1001, String(tally.clusters().length));
  });

  test('together with those of another tally, few or many', () => {
    for (const [one, other] of [
      [3, 5],
      [3, 9000],
      [9000, 3],
      [9000, 9000],
    ] as const) {
      const tally = tallied(upTo(one));
      tally.merge(tallied(upTo(other)));
      assert.equal(tally.count, one + other);
      assert.equal(
        tally.clusters().reduce((sum, { count }) => sum + count, 0),
        one + other,
      );
      assert.equal(tally.clusters().at(-1)?.most, Math.max(one, other) - 1);
    }
  });

  test('so that a pile among a hundred thousand is found, and holds what it says', () => {
    const values = upTo(100_000).map((index) => (index % 4 === 0 ? 1 + index / 500 : 60 + (index % 100) / 1000));
    const { pile } = distributionOf('seconds', tallied(values));
    assert.ok(pile !== undefined && pile.from >= 59.9 && pile.to <= 60.1, JSON.stringify(pile));
    const inside = values.filter((value) => value >= pile.from && value <= pile.to).length;
    assert.equal(pile.count, inside);
  });
});

describe('a histogram', () => {
  test('has ranges of one width where values are of one size, and a range begins where the one before ends', () => {
    assert.deepEqual(shape([0.5, 1.1, 1.2, 1.9, 2.1, 2.2, 2.9, 3.9]), ['0-1: 1', '1-2: 3', '2-3: 3', '3-4: 1']);
  });

  test('counts a value on a bound into the range that begins there', () => {
    assert.deepEqual(shape([1, 2, 2, 3, 3, 3, 4, 4]), ['1-2: 1', '2-3: 2', '3-4: 3', '4-5: 2']);
  });

  test('never cuts whole numbers finer than one', () => {
    assert.deepEqual(shape([3, 3, 3, 3, 3, 3, 3, 4]), ['3-4: 7', '4-5: 1']);
    assert.equal(histogramFor([3, 4]).whole, true);
    assert.equal(histogramFor([3, 4.5]).whole, false);
  });

  test('is logarithmic over several powers of ten, and zero has a range of its own', () => {
    const histogram = histogramFor([0, 0.3, 0.6, 3, 7, 15, 40, 60, 61]);
    assert.equal(histogram.scale, 'logarithmic');
    assert.deepEqual(
      histogram.bins.map(({ from, count }) => [from, count]),
      [
        [0, 1],
        [0.2, 1],
        [0.5, 1],
        [1, 0],
        [2, 1],
        [5, 1],
        [10, 1],
        [20, 1],
        [50, 2],
      ],
    );
  });

  test('has at most a dozen ranges, and every value in one of them', () => {
    const sets = [
      upTo(1000).map((index) => 1.01 ** index),
      upTo(1000).map((index) => -index * 7777),
      upTo(5000).map((index) => index / 3),
      [1e-9, 1, 1e9, ...upTo(20)],
      [1e-9, 2e9, ...upTo(20).map((index) => index + 1)],
      [100.001, 100.002, 100.0035],
    ];
    for (const values of sets) {
      const { bins } = histogramFor(values);
      assert.ok(bins.length <= 12, `${bins.length} ranges`);
      assert.equal(
        bins.reduce((sum, { count }) => sum + count, 0),
        values.length,
      );
      assert.ok((bins[0]?.from ?? 1) <= Math.min(...values) && (bins.at(-1)?.to ?? 0) > Math.max(...values));
      for (const [index, bin] of bins.entries()) {
        const inside = values.filter((value) => value >= bin.from && value < bin.to).length;
        if (values.length <= 4096) assert.equal(bin.count, inside, `range ${index}`);
        assert.equal(bin.to, bins[index + 1]?.from ?? bin.to);
      }
    }
  });

  test('is not made of seven values, nor of equal ones', () => {
    assert.equal(distributionOf('x', tallied(upTo(7))).histogram, undefined);
    assert.notEqual(distributionOf('x', tallied(upTo(8))).histogram, undefined);
    assert.equal(distributionOf('x', tallied(new Array(20).fill(5))).histogram, undefined);
  });
});

describe('a timeline', () => {
  const clock = { baseInstantNs: 0n, firstInstantNs: 0, lastInstantNs: 300e9 };

  test('goes over the whole capture in steps that people count in', () => {
    const bins = timelineOf([{ clock, tally: tallied([5, 15, 16, 17, 18, 19, 25, 299]) }]) ?? [];
    assert.deepEqual(
      [bins.length, bins[0], bins[1], bins.at(-1)],
      [31, { from: 0, to: 10, count: 1 }, { from: 10, to: 20, count: 5 }, { from: 300, to: 310, count: 0 }],
    );
    assert.equal(
      bins.reduce((sum, { count }) => sum + count, 0),
      8,
    );
  });

  test('lays captures beside each other by their dates', () => {
    const later = { baseInstantNs: 300_000_000_000n, firstInstantNs: 0, lastInstantNs: 100e9 };
    const bins = timelineOf([
      { clock: later, tally: tallied([1, 2, 3, 4]) },
      { clock, tally: tallied([1, 2, 3, 4]) },
    ]);
    assert.deepEqual(
      bins?.filter(({ count }) => count > 0),
      [
        { from: 0, to: 10, count: 4 },
        { from: 300, to: 310, count: 4 },
      ],
    );
  });

  test('is not drawn of several captures when one has no date, nor of few happenings', () => {
    const undated = { ...clock, baseInstantNs: undefined };
    const tally = tallied(upTo(8));
    assert.equal(
      timelineOf([
        { clock, tally },
        { clock: undated, tally },
      ]),
      undefined,
    );
    assert.notEqual(timelineOf([{ clock: undated, tally }]), undefined);
    assert.equal(timelineOf([{ clock, tally: tallied(upTo(7)) }]), undefined);
  });
});
