import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fixture, kindOf, Supervised } from '../fixtures/supervised.ts';
import { concluded, only } from './told.ts';

describe('a guarded logger under a supervisor', () => {
  it('makes evidence of what it cuts, from which the cause is concluded', async () => {
    const command = [process.execPath, '--conditions=@fivewhys/source', fixture('logs-in-logging.ts')] as const;
    await using supervised = await Supervised.start([kindOf(command, { name: 'mail' })]);
    const cut = await supervised.next('logging-cut', 2);
    assert.deepEqual([cut.worker, cut.what, cut.count], ['mail.0', 'logging logged', 2]);
    assert.equal(cut.message, 'the flag could not be checked');
    const finding = only(concluded(readFileSync(join(supervised.folder, 'events.jsonl'), 'utf8')));
    assert.deepEqual([finding.cause, finding.verdict], ['logging-loop', 'proven']);
    assert.equal(finding.symptom, 'Workers "mail" log while they log');
    assert.ok((finding.whys[0]?.evidence[0]?.lines?.length ?? 0) >= 2);
  });
});
