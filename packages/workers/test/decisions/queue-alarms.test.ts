import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { alarmsAfter, type QueueAlarm, type QueueExpectations } from '../../src/decisions/queue-alarms.ts';
import { type QueueSample, queueFigures, throughputOf } from '../../src/decisions/queue-figures.ts';
import type { QueueReading } from '../../src/queue/queue-reading.ts';

/** One reading every 20 s. */
const samplesOf = (readings: readonly (QueueReading | undefined)[]): readonly QueueSample[] =>
  readings.map((reading, index) => ({ atMs: index * 20_000, reading }));
const expectations: QueueExpectations = {
  oldestWithinMs: 300_000,
  consumers: 8,
  windows: { shortMs: 60_000, longMs: 300_000 },
};
const after = (readings: readonly (QueueReading | undefined)[], before: readonly QueueAlarm[] = []) => [
  ...alarmsAfter(new Set(before), samplesOf(readings), expectations),
];
const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i));

describe('the figures of a queue', () => {
  it('are the last reading, the rates over the window, and the time to drain from both', () => {
    const samples = samplesOf(
      times(4, (i) => ({ waiting: 60, arrivedTotal: 100 + 20 * i, completedTotal: 40 + 40 * i })),
    );
    assert.deepEqual(queueFigures(samples, 60_000), {
      waiting: 60,
      arrivedPerS: 1,
      completedPerS: 2,
      timeToDrainMs: 60_000,
    });
  });

  it('say that a queue never drains into which as much comes as is done, and that an empty one is drained', () => {
    const at = (waiting: number) => samplesOf(times(4, (i) => ({ waiting, arrivedTotal: i, completedTotal: i })));
    assert.equal(queueFigures(at(5), 60_000)?.timeToDrainMs, 'never');
    assert.equal(queueFigures(at(0), 60_000)?.timeToDrainMs, 0);
  });

  it('are unknown after a reading that failed, whatever was known before', () => {
    assert.equal(queueFigures(samplesOf([{ waiting: 1 }, undefined]), 60_000), undefined);
  });

  it('have no rates over a counter that began anew', () => {
    const samples = samplesOf([
      { arrivedTotal: 900, completedTotal: 900 },
      { arrivedTotal: 3, completedTotal: 1 },
      { arrivedTotal: 1000, completedTotal: 1000 },
    ]);
    assert.equal(throughputOf(samples, 60_000), undefined);
  });

  it('are never made up: what no reading tells is missing', () => {
    const amount = fc.option(fc.nat(), { nil: undefined });
    const reading = fc.record({ waiting: amount, active: amount, oldestMs: amount });
    fc.assert(
      fc.property(fc.array(fc.option(reading, { nil: undefined }), { minLength: 1 }), (readings) => {
        const samples = readings.map((one, i) => ({ atMs: i * 20_000, reading: one as QueueReading | undefined }));
        const figures = queueFigures(samples, 60_000);
        const last = readings.at(-1);
        assert.equal(figures?.waiting, last?.waiting);
        assert.equal(figures?.arrivedPerS, undefined);
        assert.equal(figures?.timeToDrainMs, undefined);
      }),
    );
  });
});

describe('the alarm of age', () => {
  const old = { oldestMs: 400_000 };
  const young = { oldestMs: 1000 };

  it('begins with two readings when the oldest item is too old from the first on', () => {
    assert.deepEqual(after([old]), []);
    assert.deepEqual(after([old, old]), ['age']);
  });

  it('does not begin for an old item that was there only lately', () => {
    assert.deepEqual(after([...times(12, () => young), ...times(4, () => old)]), []);
    assert.deepEqual(after([...times(12, () => young), ...times(15, () => old)]), ['age']);
  });

  it('ends when all of the shorter window are young again, and not with the first', () => {
    const olds = times(15, () => old);
    assert.deepEqual(after([...olds, young], ['age']), ['age']);
    assert.deepEqual(after([...olds, young, young, young, young], ['age']), []);
  });

  it('neither begins nor ends over readings that failed or do not tell it', () => {
    assert.deepEqual(after([old, old, undefined]), []);
    assert.deepEqual(after([young, young, undefined], ['age']), ['age']);
    assert.deepEqual(after([{ waiting: 3 }, { waiting: 3 }], ['age']), ['age']);
  });
});

describe('the alarm of draining', () => {
  /** So much comes and is done per reading. */
  const flow = (count: number, arrived: number, completed: number, from = { arrivedTotal: 0, completedTotal: 0 }) =>
    times(count, (i) => ({
      waiting: 50,
      arrivedTotal: from.arrivedTotal + arrived * (i + 1),
      completedTotal: from.completedTotal + completed * (i + 1),
    }));

  it('begins when less is completed than arrives over both windows, and not before the longer one is full', () => {
    assert.deepEqual(after(flow(8, 10, 3)), []);
    assert.deepEqual(after(flow(16, 10, 3)), ['drain']);
  });

  it('does not begin at a little less, nor while nothing waits', () => {
    assert.deepEqual(after(flow(16, 100, 95)), []);
    assert.deepEqual(after(flow(16, 10, 3).map((reading) => ({ ...reading, waiting: 0 }))), []);
  });

  it('ends when the shorter window keeps up again', () => {
    const behind = flow(16, 10, 3);
    const better = flow(4, 10, 30, behind.at(-1));
    assert.deepEqual(after([...behind, ...better], ['drain']), []);
  });

  it('says nothing about a broker that tells no counters', () => {
    assert.deepEqual(after(times(20, () => ({ waiting: 50 }))), []);
  });
});

describe('the alarm “busy but dead”', () => {
  const held = (count: number, completedTotal: (i: number) => number, active = 5) =>
    times(count, (i) => ({ active, waiting: 9, arrivedTotal: 0, completedTotal: completedTotal(i) }));

  it('begins when items were held for the whole longer window and none was completed', () => {
    assert.deepEqual(after(held(10, () => 7)), []);
    assert.deepEqual(after(held(16, () => 7)), ['busy-but-dead']);
    assert.deepEqual(after(held(16, (i) => (i > 8 ? 8 : 7))), []);
    assert.deepEqual(after(held(16, () => 7, 0)), []);
  });

  it('ends with the first completion, or when nothing is held', () => {
    assert.deepEqual(after([...held(16, () => 7), ...held(1, () => 8)], ['busy-but-dead']), []);
    assert.deepEqual(after([...held(16, () => 7), { active: 0 }], ['busy-but-dead']), []);
  });
});

describe('the alarm of consumers', () => {
  it('begins when there are fewer than there should be, and ends when there are as many', () => {
    const few = times(16, () => ({ consumers: 5 }));
    assert.deepEqual(after(few), ['consumers']);
    assert.deepEqual(after([...few, { consumers: 8 }], ['consumers']), ['consumers']);
    assert.deepEqual(after([...few, ...times(4, () => ({ consumers: 8 }))], ['consumers']), []);
    assert.deepEqual(after(times(16, () => ({ waiting: 5 }))), [], 'how many there are is unknown');
  });
});
