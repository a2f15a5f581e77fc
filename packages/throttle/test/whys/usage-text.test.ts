import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { EvidenceFile } from '../../src/records/evidence-file.ts';
import type { WindowRecord } from '../../src/records/usage-record.ts';
import { usageRecords } from '../../src/whys.ts';

const startMs = Date.UTC(2026, 2, 1, 10);
const minuteMs = 60_000;

const request = { kind: 'request', version: 1, account: 'ann', throttled: false, refused: false };

/** A request a second for an hour; in minutes 30 to 39 each costs a hundred times as much. */
const hour = Array.from({ length: 3600 }, (_, second) => {
  const atMs = second * 1000;
  const charged = atMs >= 30 * minuteMs && atMs < 40 * minuteMs ? 1000 : 10;
  return { ...request, instant: new Date(startMs + atMs).toISOString(), charged };
});

async function reportOf(text: string | Uint8Array) {
  const reader = (await usageRecords.load()).open(0);
  reader.read(typeof text === 'string' ? Buffer.from(text) : text);
  reader.end();
  return reader.report();
}

const linesOf = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

describe('usage records, as evidence', () => {
  test('say for which stretch the reason of a rise should be asked', async () => {
    const { lines, notes } = await reportOf(linesOf(hour));
    assert.equal(lines, 3600);
    assert.match(notes.join(), /fivewhys usage FILE --incident 2026-03-01T10:30Z\.\.2026-03-01T10:40Z says why/);
  });

  test('in which no minute stands out say so, and what was refused', async () => {
    const values = hour.slice(0, 1500).map((one, index) => ({ ...one, throttled: index < 3, refused: index < 2 }));
    assert.deepEqual((await reportOf(linesOf(values))).notes, [
      '2 requests were refused (429) for want of quota',
      '1 request was over a limit that was not enforced',
      'no minute of it stands out; fivewhys usage FILE says who used what',
    ]);
  });

  test('are told from other texts, and damage in them is named by its line', async () => {
    const text = linesOf(hour.slice(0, 2));
    assert(usageRecords.claims(text));
    for (const other of [
      '{"a":1}\n',
      'kind version instant',
      '{"version":1,"instant":"","supervisor":"x","event":"x"}',
    ]) {
      assert(!usageRecords.claims(other), other);
    }
    const { damage, damageCount } = await reportOf(`${text}{"kind":"req\nnull\n5\n${text.slice(0, 40)}`);
    assert.equal(damageCount, 4);
    assert.deepEqual(
      damage.map(({ line }) => line),
      [3, 4, 5, 6],
    );
  });

  test('are read as an EvidenceFile writes them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fivewhys-evidence-'));
    try {
      const path = join(folder, 'evidence.jsonl');
      const file = new EvidenceFile({ path });
      for (const { instant, charged } of hour.slice(0, 5)) {
        const sum = {
          kind: 'window',
          version: 1,
          instant,
          windowS: 60,
          account: 'ann',
          requests: 3,
          charged,
          throttled: 2,
          refused: 0,
        };
        file.write(sum as unknown as WindowRecord);
      }
      await file.close();
      const text = readFileSync(path, 'utf8');
      assert(usageRecords.claims(text), text);
      const { damageCount, notes } = await reportOf(text);
      assert.equal(damageCount, 0);
      assert.equal(notes[0], '10 requests were over a limit that was not enforced');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
