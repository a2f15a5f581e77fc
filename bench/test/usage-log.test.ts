import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyzeUsage } from '@fivewhys/usage';
import { type UsageLogOptions, usageLog } from '../src/usage/usage-log.ts';

const options: UsageLogOptions = {
  seed: 7,
  accounts: 50,
  requests: 3000,
  startMs: Date.UTC(2026, 2, 1),
  hours: 3,
  incident: { from: 0.5, to: 0.6, accounts: 2, share: 0.2 },
  format: 'records',
};

function bytesOf(lines: Iterable<string>) {
  let rest = Buffer.from([...lines].map((line) => `${line}\n`).join(''));
  return {
    async read(target: Uint8Array, offset: number, length: number) {
      const piece = rest.subarray(0, length);
      target.set(piece, offset);
      rest = rest.subarray(piece.length);
      return piece.length;
    },
  };
}

test('a generated log is the same for the same seed, and tells the same story in each format', async () => {
  assert.deepEqual([...usageLog(options)], [...usageLog(options)]);
  assert.notDeepEqual([...usageLog(options)], [...usageLog({ ...options, seed: 8 })]);
  const sums: unknown[] = [];
  for (const format of ['records', 'json', 'combined'] as const) {
    const { inputs, figures } = await analyzeUsage([
      { path: format, bytes: bytesOf(usageLog({ ...options, format })) },
    ]);
    assert.equal(inputs[0]?.damagedLines, 0, format);
    sums.push([figures?.totals.requests, Math.round(figures?.totals.units ?? 0), figures?.accounts[0]?.account]);
  }
  assert.deepEqual(sums[1], sums[0]);
  assert.deepEqual(sums[2], sums[0]);
});
