import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { checkLayers } from '@fivewhys/workers/layers';
import { explain } from 'fivewhys';
import { type Outcome, play } from '../examples/workers-incident/story/play.ts';
import { mountTraces } from '../examples/workers-incident/story/traces.ts';

const missing = ['redis-server', 'memcached'].find((name) => spawnSync(name, ['--version']).error !== undefined);
const skip = missing === undefined ? false : `${missing} is not installed (apt-get install ${missing})`;
const { isThere: hasTraces, unmount } = mountTraces();
unmount();
const folder = mkdtempSync(join(tmpdir(), 'workers-incident-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const most = (outcome: Outcome, of: 'orphans' | 'orphanBytes' | 'oldestMs') =>
  Math.max(...outcome.readings.map((reading) => reading[of]));

describe('examples/workers-incident', { skip }, () => {
  it('without: orphans stay and hold memory, and the oldest job grows older', async () => {
    const outcome = await play({ how: 'plain', folder: join(folder, 'plain'), onReading: () => {} });
    const last = outcome.readings.at(-1);
    assert.ok(most(outcome, 'orphans') >= 2, 'two orphans or more');
    assert.ok(last !== undefined && last.orphans >= 2, 'they are still there when memcached is back');
    assert.ok(outcome.oldestOrphanMs > 3000, `the oldest was seen for ${outcome.oldestOrphanMs} ms`);
    assert.ok(most(outcome, 'orphanBytes') > 20 * 2 ** 20, 'they hold memory');
    assert.ok(most(outcome, 'oldestMs') > 2000, 'the oldest job grew older');
  });

  it('with supervise: no orphan is older than a second, every job is done and none by two at once, and the cause is named', async () => {
    const outcome = await play({ how: 'supervised', folder: join(folder, 'supervised'), onReading: () => {} });
    assertKeptGoing(outcome);
    await assertExplained(outcome.eventsPath ?? '');
  });

  it('with guard beside the loop that starts the parents: likewise, and whose abort it was is named', {
    skip: hasTraces ? false : "needs the kernel's trace, which tells how a parent ended (root and tracefs)",
  }, async () => {
    const outcome = await play({ how: 'guarded', folder: join(folder, 'guarded'), onReading: () => {} });
    assertKeptGoing(outcome);
    const { findings } = await explain(outcome.eventsPath ?? '');
    const finding = findings.find(({ cause }) => cause === 'self-abort');
    assert.ok(finding !== undefined, `found ${findings.map(({ cause }) => cause)}`);
    assertInOrder(finding.whys, [/webhooks is late/, /orphans? .*dead parent/, /died .*SIGABRT/]);
  });

  it("finds in the source of the service what the stack showed: its logger reaches the flags, and by them memcached's client", async () => {
    const { rules } = await checkLayers(join(import.meta.dirname, '../examples/workers-incident/service'));
    const paths = rules.flatMap(({ paths }) => paths);
    assert.deepEqual(paths[0], ['logger.js', 'flags.js']);
    assert.match(paths[1]?.join(' ') ?? '', /^logger\.js flags\.js .*node_modules\/memjs\//);
  });
});

/** No orphan was old, and the queue kept its promise. */
function assertKeptGoing(outcome: Outcome): void {
  assert.ok(outcome.oldestOrphanMs < 1000, `an orphan was seen for ${outcome.oldestOrphanMs} ms`);
  assert.equal(outcome.readings.at(-1)?.orphans, 0);
  const { added, completed, failed, unasked, runs } = outcome;
  assert.deepEqual([completed, failed], [added, 0], 'all are completed, by the account of the queue');
  assert.equal(runs.delivered.size, added, 'all are done, by the account of those who did them');
  assert.equal(runs.atOnce, 0, 'none by two at once');
  assert.equal(unasked, 0, 'none more often than it was handed out');
}

async function assertExplained(eventsPath: string): Promise<void> {
  const { findings, inputs } = await explain(eventsPath);
  assert.equal(inputs[0]?.kind, 'worker-events');
  const finding = findings.find(({ cause }) => cause === 'unbounded-recursion');
  assert.ok(finding !== undefined, `found ${findings.map(({ cause }) => cause)}`);
  assert.equal(finding.verdict, 'proven');
  assertInOrder(finding.whys, [
    /webhooks is late/,
    /orphans? .*dead parent/,
    /died .*SIGABRT/,
    /stack was full/,
    /logger → flags → memjs/,
  ]);
  for (const { claim, evidence } of finding.whys) {
    assert.ok(
      evidence.some(({ lines = [] }) => lines.length > 0),
      `${claim} rests on lines`,
    );
  }
}

function assertInOrder(whys: readonly { readonly claim: string }[], order: readonly RegExp[]): void {
  const claims = whys.map(({ claim }) => claim);
  const places = order.map((pattern) => claims.findIndex((claim) => pattern.test(claim)));
  assert.ok(!places.includes(-1), `${order[places.indexOf(-1)]} in ${claims.join('; ')}`);
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
    'from what people notice down to the root',
  );
}
