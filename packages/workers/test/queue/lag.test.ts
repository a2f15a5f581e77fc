import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { queueOf } from '../../src/config/read-queue.ts';
import { lagTrendOf } from '../../src/decisions/lag-trend.ts';
import { kindOf, Supervised } from '../fixtures/supervised.ts';
import { until } from '../fixtures/until.ts';

const trendOf = (...lags: readonly (number | undefined)[]) => lagTrendOf(lags.map((lag, atMs) => ({ atMs, lag })));

describe('the trend of a lag', () => {
  it('is that of three readings against the three before', () => {
    assert.equal(trendOf(5, 5, 5, 5, 5, 6), 'grows');
    assert.equal(trendOf(5, 5, 5, 5, 5, 5), 'does-not-grow');
    assert.equal(trendOf(9, 0, 0, 0, 0, 8), 'does-not-grow');
    assert.equal(trendOf(100, 1, 1, 1, 2, 2, 2), 'grows');
  });

  it('is unknown with too few readings, or with one that failed: unknown is not 0', () => {
    assert.equal(trendOf(1, 2, 3, 4, 5), 'unknown');
    assert.equal(trendOf(1, 1, 1, 1, undefined, 1), 'unknown');
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(), { nil: undefined })), (lags) => {
        if (lags.slice(-6).includes(undefined)) assert.equal(trendOf(...lags), 'unknown');
      }),
    );
  });
});

describe('rotation with a queue', () => {
  it('waits while the lag grows or can’t be read, and goes on when it does not grow any more', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fivewhys-lag-'));
    const path = join(folder, 'lag');
    // Each reading is one more than the one before, until there is a file that says otherwise.
    const read = `if [ -f ${path} ]; then cat ${path}; else echo x >> ${path}.count; wc -l < ${path}.count; fi`;
    const queue = queueOf({ lagCommand: ['/bin/sh', '-c', read], every: '40ms' }, 'queue');
    const rotate = { fromMs: 50, toMs: 60 };
    try {
      await using supervised = await Supervised.start([kindOf(['sleep', '1000'], { queue, rotate })]);
      assert.equal((await supervised.next('queue-lag')).trend, 'grows');
      await sleep(300);
      writeFileSync(path, 'ERR no such queue');
      assert.equal((await supervised.next('queue-lag', 2)).trend, 'unknown');
      await sleep(300);
      assert.deepEqual(supervised.all('worker-asked-to-end'), []);
      writeFileSync(path, '7\n');
      const { trend, lag } = await supervised.next('queue-lag', 3);
      assert.deepEqual([trend, lag], ['does-not-grow', 7]);
      await until('it is rotated', () => supervised.all('worker-asked-to-end').length > 0);
      assert.equal(supervised.all('worker-asked-to-end')[0]?.because, 'rotation');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('says when the queue can’t be read from the beginning', async () => {
    const queue = queueOf({ lagCommand: ['/bin/false'], every: '50ms' }, 'queue');
    await using supervised = await Supervised.start([kindOf(['sleep', '1000'], { queue })]);
    const { trend, lag } = await supervised.next('queue-lag');
    assert.deepEqual([trend, lag], ['unknown', undefined]);
  });
});
