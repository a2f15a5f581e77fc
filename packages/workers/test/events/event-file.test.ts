import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { EventFile } from '../../src/events/event-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'fivewhys-events-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const fact = { event: 'restart-scheduled', worker: 'w.0', inMs: 5 } as const;
const linesOf = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');

describe('the file of evidence', () => {
  it('grows by a line for each event, also by the next supervisor', () => {
    const path = join(folder, 'grows');
    for (const inMs of [1, 2]) {
      const file = new EventFile(path, 'shop');
      file.append({ ...fact, inMs }, new Date(0));
      file.close();
    }
    const lines = linesOf(path).map((line) => JSON.parse(line));
    assert.deepEqual(lines, [
      { version: 1, instant: '1970-01-01T00:00:00.000000000Z', supervisor: 'shop', ...fact, inMs: 1 },
      { version: 1, instant: '1970-01-01T00:00:00.000000000Z', supervisor: 'shop', ...fact, inMs: 2 },
    ]);
  });

  it('keeps to its size, and its predecessor with it', () => {
    const path = join(folder, 'bounded');
    const file = new EventFile(path, 'shop', 1000);
    for (let inMs = 0; inMs < 100; inMs += 1) file.append({ ...fact, inMs });
    file.close();
    assert.ok(statSync(path).size <= 1000 && statSync(`${path}.1`).size <= 1000);
    const kept = [...linesOf(`${path}.1`), ...linesOf(path)].map((line) => JSON.parse(line).inMs as number);
    assert.equal(kept.at(-1), 99);
    assert.deepEqual(
      kept,
      Array.from({ length: kept.length }, (_, index) => 100 - kept.length + index),
    );
  });

  it('ends a line that was cut off, so that it spoils no other', () => {
    const path = join(folder, 'cut');
    appendFileSync(path, '{"version":1,"inst');
    const file = new EventFile(path, 'shop');
    file.append(fact);
    file.close();
    assert.deepEqual(linesOf(path).length, 2);
    assert.equal(JSON.parse(linesOf(path)[1] ?? '').event, 'restart-scheduled');
  });

  it('on a full disk counts what is lost, and lets the supervisor work on', () => {
    const file = new EventFile('/dev/full', 'shop');
    file.append(fact);
    assert.equal(file.lost, 1);
    file.close();
  });
});
