import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { describe, test } from 'node:test';
import { MemoryStore } from '../../src/stores/memory-store.ts';
import { describeStore } from './conformance.ts';

describeStore('memory', async () => new MemoryStore());

const quota = { units: 1000, windowS: 10 };

describe('the memory store', () => {
  test('keeps no more accounts than it may, and drops ones that will soon be whole', () => {
    const store = new MemoryStore({ mostAccounts: 100 });
    for (let index = 0; index < 100; index++) store.charge(`heavy-${index}`, quota, 10_000, 0);
    for (let index = 0; index < 50; index++) store.charge(`light-${index}`, quota, 1, 0);
    const { accounts, evicted } = store.health();
    assert.deepEqual([accounts, evicted], [100, 50]);
  });

  test('uses the place of an account whose quota is whole again, and counts that as no loss', () => {
    const store = new MemoryStore({ mostAccounts: 1_000_000 });
    for (let index = 0; index < 10_000; index++) store.charge(`first-${index}`, quota, 10, 0);
    for (let index = 0; index < 10_000; index++) store.charge(`later-${index}`, quota, 10, 1000);
    const { accounts, evicted } = store.health();
    assert.deepEqual([accounts, evicted], [10_000, 0]);
    assert.equal(store.remaining('later-9', quota, 1000), 990);
  });

  test('does not drop an account that has requests under way', () => {
    const store = new MemoryStore({ mostAccounts: 4 });
    for (let index = 0; index < 4; index++) store.reserve(`open-${index}`, quota, 10, 0);
    for (let index = 0; index < 20; index++) store.charge(`other-${index}`, quota, 1, 0);
    for (let index = 0; index < 4; index++) {
      assert.equal(store.remaining(`open-${index}`, quota, 0), 990);
    }
  });

  test('keeps a million accounts in 150 MB', () => {
    const program = `
      const { MemoryStore } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/stores/memory-store.ts'))});
      const used = () => { gc(); const { heapUsed, arrayBuffers } = process.memoryUsage(); return heapUsed + arrayBuffers; };
      const store = new MemoryStore();
      const before = used();
      for (let index = 0; index < 1_000_000; index++) store.charge('account-' + index * 7919, { units: 1e6, windowS: 3600 }, 1, 0);
      console.log(store.health().accounts, (used() - before) / 1e6);`;
    const args = ['--expose-gc', '--conditions=@fivewhys/source', '--input-type=module', '-e', program];
    const [accounts, megabytes] = execFileSync(process.execPath, args, { encoding: 'utf8' })
      .trim()
      .split(' ')
      .map(Number);
    assert.equal(accounts, 1_000_000);
    assert((megabytes ?? 0) > 20 && (megabytes ?? 0) <= 150, `${megabytes} MB`);
  });
});
