import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { usageRecord } from '../../schema/usage-record.ts';
import { createThrottle } from '../../src/create-throttle.ts';
import { EvidenceFile } from '../../src/records/evidence-file.ts';
import { KeptRecords } from '../records.ts';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'fivewhys-evidence-'));
  after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const arrival = { method: 'GET', url: '/', route: 'GET /', peer: '192.0.2.1', forwardedFor: undefined };

describe('usage as evidence', () => {
  test('is a line per account and window, and one for what belongs to nobody, each with who says it', async () => {
    const path = join(folder(), 'evidence.jsonl');
    const other = new KeptRecords();
    const throttle = createThrottle<string>({
      account: (name) => name,
      records: [new EvidenceFile({ path, throttle: 'web-1' }), other],
    });
    for (const name of ['ann', 'bob', 'ann'])
      throttle.leave(throttle.enter({ request: name, ...arrival }), { status: 200, aborted: false });
    await throttle.close();
    const lines = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ event, throttle: who, version, usage }) => [
        event,
        who,
        version,
        usage.kind,
        usage.account,
        usage.requests,
      ]),
      [
        ['usage', 'web-1', 1, 'window', 'ann', 2],
        ['usage', 'web-1', 1, 'window', 'bob', 1],
        ['usage', 'web-1', 1, 'unattributed', undefined, undefined],
      ],
    );
    for (const { usage, instant } of lines) {
      usageRecord.parse(usage);
      assert.equal(instant, usage.instant);
    }
    assert.equal(other.requests.length, 3, 'several sinks, each with its own windows');
  });

  test('never takes more room than twice its bound and a batch of lines', async () => {
    const where = folder();
    const path = join(where, 'evidence.jsonl');
    const longestBytes = 20_000;
    for (let run = 0; run < 12; run++) {
      const file = new EvidenceFile({ path, longestBytes });
      const throttle = createThrottle<string>({ account: (name) => name, records: file });
      for (let index = 0; index < 20; index++)
        throttle.leave(throttle.enter({ request: `${run}-${index}`, ...arrival }), { status: 200, aborted: false });
      await throttle.close();
      assert.equal(file.dropped, 0);
    }
    assert.deepEqual(readdirSync(where).toSorted(), ['evidence.jsonl', 'evidence.jsonl.1']);
    for (const name of readdirSync(where)) {
      assert(statSync(join(where, name)).size < longestBytes + 15_000, name);
      for (const line of readFileSync(join(where, name), 'utf8').trim().split('\n')) JSON.parse(line);
    }
  });

  test('goes on behind a line that was cut off', async () => {
    const path = join(folder(), 'evidence.jsonl');
    writeFileSync(path, '{"version":1,"instant":"2026-');
    const throttle = createThrottle<string>({ account: (name) => name, records: new EvidenceFile({ path }) });
    throttle.leave(throttle.enter({ request: 'ann', ...arrival }), { status: 200, aborted: false });
    await throttle.close();
    const [cut, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
    assert.equal(cut, '{"version":1,"instant":"2026-');
    assert.equal(lines.map((line) => JSON.parse(line)).length, 2);
  });
});
