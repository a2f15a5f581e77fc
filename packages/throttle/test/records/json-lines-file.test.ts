import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { JsonLinesFile } from '../../src/records/json-lines-file.ts';
import type { UnattributedRecord } from '../../src/records/usage-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'fivewhys-records-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const record = (windowS: number): UnattributedRecord => ({
  kind: 'unattributed',
  version: 1,
  instant: '2026-03-01T17:15:00.000Z',
  windowS,
  totalCpuMs: 0,
  attributedCpuMs: 0,
  threadCpuMs: 0,
  otherThreadsCpuMs: 0,
  childrenCpuMs: 0,
});
const numbersOf = (path: string): number[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).windowS);

describe('a file of usage records', () => {
  test('has one line per record, in a folder that is made, and is added to', async () => {
    const path = join(folder, 'new', 'usage.jsonl');
    for (const numbers of [[1, 2], [3]]) {
      const file = new JsonLinesFile({ path });
      for (const number of numbers) file.write(record(number));
      await file.close();
    }
    assert.deepEqual(numbersOf(path), [1, 2, 3]);
  });

  test('is rotated when it is full, and the oldest goes', async () => {
    const path = join(folder, 'rotated.jsonl');
    for (let number = 0; number < 5; number++) {
      const file = new JsonLinesFile({ path, rotateBytes: 10, keep: 2 });
      file.write(record(number));
      await file.close();
    }
    const files = readdirSync(folder)
      .filter((name) => name.startsWith('rotated'))
      .toSorted();
    assert.deepEqual(files, ['rotated.jsonl', 'rotated.jsonl.1', 'rotated.jsonl.2']);
    assert.deepEqual(
      files.map((name) => numbersOf(join(folder, name))),
      [[4], [3], [2]],
    );
  });

  test('is begun anew when somebody has moved it away', async () => {
    const path = join(folder, 'moved.jsonl');
    const file = new JsonLinesFile({ path });
    file.write(record(1));
    await sleep(500);
    renameSync(path, `${path}.away`);
    file.write(record(2));
    await file.close();
    assert.deepEqual([numbersOf(`${path}.away`), numbersOf(path)], [[1], [2]]);
  });

  test('that can not be written drops records, counts them, and throws nothing', async () => {
    const file = new JsonLinesFile({ path: '/dev/null/usage.jsonl' });
    file.write(record(1));
    file.write(record(2));
    await file.close();
    assert.equal(file.dropped, 2);
    assert.match(file.lastError ?? '', /EEXIST|ENOTDIR/);
  });
});
